package io.connectprocessor.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import io.connectprocessor.embedded.ConfigurationException;
import io.connectprocessor.sandbox.Fault;
import io.connectprocessor.sandbox.SandboxRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ConnectRoutesTest {

    private static final Path SHIPPED = Path.of("routes");

    @RegisterExtension
    static final ConnectRoutes routes = ConnectRoutes.in(SHIPPED);

    @TempDir
    Path folder;

    @Test
    void each_test_begins_with_an_empty_platform() {
        assertThat(routes.sandbox().books().statuses()).isEmpty();
        assertThat(routes.ledger().counts().values()).containsOnly(0L);
    }

    @Test
    void requests_of_tiers_and_accounts_are_given_like_any_other() {
        SandboxRequest tier = routes.given(routes.tierRequest("setup").level(2));
        SandboxRequest account = routes.given(routes.tierAccountRequest().field("name", "Ada Ltd"));

        routes.process();

        assertThat(tier.status()).isEqualTo("approved");
        assertThat(tier.parameters()).containsKey("reseller_id");
        assertThat(account.status()).isEqualTo("accepted");
        assertThat(account.parameters()).isEmpty();
        assertThat(account.json().at("/account/name").asText()).isEqualTo("Ada Ltd");
    }

    @Test
    void a_failed_attempt_waits_until_time_has_passed() {
        routes.fault(Fault.status(503).onVendor().times(1));
        SandboxRequest order = routes.given(routes.request("purchase"));

        routes.process();
        assertThat(order.status()).isEqualTo("pending");
        assertThat(routes.waits(order)).isTrue();

        routes.advance(Duration.ofMinutes(1)).process();
        assertThat(order.status()).isEqualTo("approved");
        assertThat(routes.sandbox().books().vendorEffects()).containsEntry(order.id(), 1);
    }

    @Test
    void a_route_that_asks_for_later_is_run_again_when_its_time_has_come() throws Exception {
        copy();
        Files.writeString(folder.resolve("on-purchase.camel.yaml"), """
                - route:
                    id: on-purchase
                    description: "Service Activator: looks, comes back, approves."
                    from:
                      uri: direct:on-purchase
                      steps:
                        - to: { id: create, uri: "connect:vendor", parameters: { step: create, path: /subscriptions } }
                        - to: { id: keep, uri: "connect:update", parameters: { params: "subscription_id=${body[id]}" } }
                        - to: { id: look, uri: "connect:vendor", parameters: { step: look, method: GET, path: "/subscriptions/{subscription_id}" } }
                        - choice:
                            id: active
                            when:
                              - simple: "${body[status]} == 'active'"
                                steps:
                                  - to: { id: approve, uri: "connect:approve", parameters: { template: "{{connect.template.activation}}" } }
                            otherwise:
                              steps:
                                - to: { id: come-back, uri: "connect:later", parameters: { delay: 2h } }
                """);
        ConnectRoutes slow = ConnectRoutes.in(folder).sandbox(sandbox -> sandbox.vendorActivatesAfterLooks(2));
        run(slow, () -> {
            SandboxRequest order = slow.given(slow.request("purchase"));
            slow.process();
            assertThat(slow.waits(order)).isTrue();
            slow.advance(Duration.ofHours(1)).process();
            assertThat(order.status()).isEqualTo("pending");
            slow.advance(Duration.ofHours(2)).process();
            assertThat(order.status()).isEqualTo("approved");
            return null;
        });
    }

    @Test
    void tells_why_a_request_is_parked_and_replays_it() {
        routes.fault(Fault.status(422).onVendor().times(1));
        SandboxRequest order = routes.given(routes.request("purchase"));

        routes.process();
        Parked parked = routes.parked(order);
        assertThat(parked.failure()).isEqualTo("refused");
        assertThat(parked.cause()).contains("422");
        assertThat(parked.step()).isEqualTo("create-subscription");
        assertThat(parked.route()).isEqualTo("on-purchase");

        routes.replay(order).process();
        assertThat(order.status()).isEqualTo("approved");
        assertThatThrownBy(() -> routes.parked(order))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("is not parked but DECIDED");
    }

    @Test
    void a_purchase_is_taken_up_in_the_same_processing_when_its_tiers_are_done() {
        SandboxRequest order = routes.given(routes.request("purchase").tiersFirst());
        assertThat(order.status()).isEqualTo("tiers_setup");
        routes.process();
        assertThat(order.status()).isEqualTo("approved");
    }

    @Test
    void approves_a_tier_request() {
        SandboxRequest reseller = routes.given(routes.tierRequest("setup"));
        routes.process();
        assertThat(reseller.status()).isEqualTo("approved");
        assertThat(reseller.parameters()).containsKey("reseller_id");
    }

    @Test
    void settings_of_the_vendor_reach_its_routes() throws Exception {
        copy();
        Files.writeString(folder.resolve("on-purchase.camel.yaml"), """
                - route:
                    id: on-purchase
                    description: "Service Activator: declines in the vendor's own words."
                    from:
                      uri: direct:on-purchase
                      steps:
                        - to: { id: decline, uri: "connect:fail", parameters: { reason: "{{shop.closed}}" } }
                """);
        ConnectRoutes closed = ConnectRoutes.in(folder).with("shop.closed", "Closed until Monday");
        run(closed, () -> {
            SandboxRequest order = closed.given(closed.request("purchase"));
            closed.process();
            assertThat(order.reason()).isEqualTo("Closed until Monday");
            return null;
        });
    }

    @Test
    void a_fake_of_the_vendors_own_takes_the_place_of_the_sample() throws Exception {
        List<String> asked = new ArrayList<>();
        HttpServer fake = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        fake.createContext("/", call -> {
            asked.add(call.getRequestMethod() + " " + call.getRequestURI());
            byte[] answer = "{\"id\": \"OURS-7\"}".getBytes(StandardCharsets.UTF_8);
            call.sendResponseHeaders(201, answer.length);
            call.getResponseBody().write(answer);
            call.close();
        });
        fake.start();
        try {
            ConnectRoutes own = ConnectRoutes.in(SHIPPED)
                    .with(
                            "vendor.api-url",
                            () -> "http://127.0.0.1:" + fake.getAddress().getPort());
            run(own, () -> {
                SandboxRequest order = own.given(own.request("purchase"));
                own.process();
                assertThat(order.parameters()).containsEntry("subscription_id", "OURS-7");
                return null;
            });
        } finally {
            fake.stop(0);
        }
        assertThat(asked).containsExactly("POST /subscriptions");
    }

    @Test
    void a_failing_test_tells_what_became_of_its_requests() {
        routes.fault(Fault.status(422).onVendor());
        SandboxRequest order = routes.given(routes.request("purchase"));
        routes.process();
        AssertionError failed = new AssertionError("expected: approved");

        Throwable thrown = catchThrowable(() -> routes.handleTestExecutionException(null, failed));

        assertThat(thrown).isSameAs(failed);
        assertThat(thrown.getSuppressed())
                .singleElement()
                .satisfies(story -> assertThat(story.toString())
                        .contains(
                                "purchase " + order.id() + " (pending)",
                                "step on-purchase: connect:vendor",
                                "step process-request: ",
                                "sighted",
                                "parked refused: ",
                                "(step create-subscription of on-purchase)"));
    }

    @Test
    void a_folder_with_a_fault_fails_before_the_test_with_the_place() throws Exception {
        copy();
        Files.writeString(
                folder.resolve("on-purchase.camel.yaml"),
                Files.readString(folder.resolve("on-purchase.camel.yaml"))
                        .replace("connect:approve", "connect:aprove"));
        ConnectRoutes wrong = ConnectRoutes.in(folder);
        try {
            assertThatThrownBy(() -> wrong.beforeEach(null))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("on-purchase.camel.yaml:")
                    .hasMessageContaining("aprove");
        } finally {
            wrong.afterEach(null);
        }
    }

    @Test
    void is_of_no_use_outside_of_a_test() {
        assertThatThrownBy(() -> ConnectRoutes.in(SHIPPED).process())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("@RegisterExtension");
    }

    @Test
    void two_extensions_in_two_threads_each_have_a_platform_of_their_own() throws Exception {
        ConnectRoutes shared = ConnectRoutes.in(SHIPPED);
        CountDownLatch bothGiven = new CountDownLatch(2);
        Callable<Object> test = () -> run(shared, () -> {
            SandboxRequest order = shared.given(shared.request("purchase"));
            bothGiven.countDown();
            assertThat(bothGiven.await(120, TimeUnit.SECONDS)).isTrue();
            shared.process();
            assertThat(order.status()).isEqualTo("approved");
            assertThat(shared.sandbox().books().count("approved")).isEqualTo(1);
            return null;
        });
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<Object>> both = List.of(threads.submit(test), threads.submit(test));
            for (Future<Object> one : both) {
                one.get(180, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** As JUnit runs it. */
    private static Object run(ConnectRoutes extension, Callable<Object> test) throws Exception {
        try {
            extension.beforeEach(null);
            return test.call();
        } catch (AssertionError failed) {
            return fail(extension, failed);
        } finally {
            extension.afterEach(null);
        }
    }

    private static Object fail(ConnectRoutes extension, AssertionError failed) {
        try {
            extension.handleTestExecutionException(null, failed);
        } catch (Throwable thrown) {
            assertThat(thrown).isSameAs(failed);
        }
        throw failed;
    }

    private void copy() throws IOException {
        try (var files = Files.list(SHIPPED)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }
}
