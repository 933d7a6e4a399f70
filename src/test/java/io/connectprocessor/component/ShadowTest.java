package io.connectprocessor.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectprocessor.connect.ConnectRequest;
import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.failure.Api;
import io.connectprocessor.http.HttpCall;
import io.connectprocessor.http.HttpGateway;
import io.connectprocessor.http.HttpOptions;
import io.connectprocessor.ledger.Claim;
import io.connectprocessor.ledger.Ledger.Claiming;
import io.connectprocessor.ledger.Sighting;
import io.connectprocessor.ledger.Standing;
import io.connectprocessor.ledger.Standing.State;
import io.connectprocessor.sandbox.Sandbox;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShadowTest {

    private static final String APPROVE = "connect:approve?template=TL-100-200-300-001";

    @TempDir
    private Path folder;

    private final Sandbox sandbox = Sandbox.builder().start();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final List<Look> looks = new CopyOnWriteArrayList<>();
    private final List<Comparison> comparisons = new CopyOnWriteArrayList<>();
    private final List<HeldCall> strays = new CopyOnWriteArrayList<>();
    private final AtomicInteger routes = new AtomicInteger();
    private final Shadow.Listener listener = new Shadow.Listener() {
        @Override
        public void looked(Look look) {
            looks.add(look);
        }

        @Override
        public void compared(Comparison comparison) {
            comparisons.add(comparison);
        }

        @Override
        public void held(HeldCall call) {
            strays.add(call);
        }
    };

    @AfterEach
    void stop() {
        context.stop();
        sandbox.close();
        assertThat(sandbox.books().connectCalls().keySet()).allMatch(action -> action.matches("(list|get|read)-.*"));
        assertThat(sandbox.books().vendorCallsInAll()).isZero();
    }

    private Shadow shadow(String... harmless) {
        return new Shadow(folder, Set.of(harmless), listener, Clock.systemUTC());
    }

    private ConnectComponent component(Shadow shadow) {
        ConnectComponent component = new ConnectComponent();
        component.setApiUrl(sandbox.connectUrl());
        component.setApiKey(sandbox.apiKey());
        component.setProducts(String.join(",", sandbox.products()));
        component.setVendorApiUrl(sandbox.vendorUrl());
        component.useShadow(shadow);
        return component;
    }

    private Shadow started(String... harmless) {
        Shadow shadow = shadow(harmless);
        shadow.guard(context);
        context.addComponent("connect", component(shadow));
        context.start();
        return shadow;
    }

    /** Lets the request go through the steps, as process-request would. */
    private Exchange work(Shadow shadow, String id, UnaryOperator<ProcessorDefinition<?>> steps) throws Exception {
        RequestKind kind = id.startsWith("TCR") ? RequestKind.TIER_REQUEST : RequestKind.REQUEST;
        Map<String, Object> row = sandbox.requestJson(id);
        shadow.listed(Map.of(id, row));
        shadow.ledger()
                .sight(List.of(new Sighting(
                        id,
                        kind.label(),
                        ConnectRequest.laneOf(kind, row) == null ? id : ConnectRequest.laneOf(kind, row),
                        ConnectRequest.createdOf(kind, row),
                        null,
                        null)));
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(row);
        exchange.getMessage().setHeader(ConnectHeaders.REQUEST_KIND, kind.label());
        exchange.getMessage().setHeader(ConnectHeaders.ASKED_AT, System.currentTimeMillis());
        String name = "test-" + routes.incrementAndGet();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                steps.apply(from("direct:" + name).routeId(name).to("connect:claim"));
            }
        });
        try (var template = context.createProducerTemplate()) {
            return template.send("direct:" + name, exchange);
        }
    }

    private String purchase() {
        return sandbox.request("purchase").item("SEAT", 10).create().id();
    }

    /** What a step cannot do without. One that is new and needs nothing runs as it is. */
    private static String options(ConnectAction action) {
        return switch (action.name()) {
            case "list" -> "?resource=requests";
            case "update" -> "?params=subscription_id=S-1";
            case "vendor" -> "?step=call&path=/subscriptions";
            case "once" -> "?step=call&call=http:localhost:1/x";
            case "approve", "template" -> "?template=TL-100-200-300-001";
            case "fail" -> "?reason=no";
            case "inquire" -> "?template=TL-100-200-300-002&errors=subscription_id=which";
            case "message" -> "?text=hello";
            case "assign" -> "?to=me";
            case "schedule" -> "?date=2099-01-31T08:15:00%2B00:00";
            default -> "";
        };
    }

    @ParameterizedTest
    @EnumSource
    void no_step_of_the_component_sends_anything(ConnectAction action) throws Exception {
        Shadow shadow = started();
        String before = purchase();

        for (String id : List.of(before, sandbox.tierRequest("setup").create().id())) {
            try {
                work(
                        shadow,
                        id,
                        route -> route.to("connect:update?params=subscription_id=S-1")
                                .to("connect:" + action.name() + options(action)));
            } catch (org.apache.camel.FailedToCreateRouteException
                    | org.apache.camel.FailedToStartRouteException needsMore) {
                assertThat(needsMore).hasStackTraceContaining("connect:" + action.name());
            }
        }

        assertThat(sandbox.requestJson(before).get("status")).isEqualTo("pending");
    }

    @Test
    void the_steps_that_would_send_are_held_not_merely_failed() throws Exception {
        Shadow shadow = started();
        for (String step : List.of("update", "approve", "fail", "inquire", "schedule", "vendor", "once")) {
            Exchange done = work(
                    shadow,
                    purchase(),
                    route -> route.to("connect:update?params=subscription_id=S-1")
                            .to("connect:" + step + options(ConnectAction.valueOf(step))));
            assertThat(done.getException()).as(step).isNull();
            assertThat(ClaimedRequest.orNull(done).held()).as(step).hasSizeGreaterThan(step.equals("update") ? 0 : 1);
        }
    }

    @Test
    void only_a_get_to_connect_passes_whatever_the_method_and_whoever_calls() throws Exception {
        Shadow shadow = shadow();
        context.start();
        for (Api api : List.of(Api.CONNECT, Api.VENDOR)) {
            String url = api == Api.CONNECT ? sandbox.connectUrl() : sandbox.vendorUrl();
            HttpGateway gateway = new HttpGateway(
                    context,
                    api,
                    new HttpOptions(
                            URI.create(url),
                            sandbox.apiKey(),
                            Duration.ofSeconds(5),
                            Duration.ofSeconds(5),
                            4,
                            null,
                            "test",
                            0),
                    shadow);
            gateway.start();
            for (String method : List.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS")) {
                if (api == Api.VENDOR || !method.equals("GET")) {
                    assertThat(gateway.send(new HttpCall(method, "/requests/PR-1", null, Map.of(), null))
                                    .status())
                            .isEqualTo(200);
                }
            }
            assertThat(gateway.calls()).as("sent to " + api).isZero();
            gateway.stop();
        }
        assertThat(strays).hasSize(13);
        assertThat(sandbox.books().connectCallsInAll()).isZero();
    }

    @Test
    void a_component_whose_context_is_not_guarded_does_not_start() {
        assertThatThrownBy(() -> context.addComponent("connect", component(shadow())))
                .hasStackTraceContaining("does not guard");
    }

    @Test
    void a_request_shows_what_was_saved_when_it_is_read_again() throws Exception {
        Shadow shadow = started();
        String id = purchase();

        Exchange done = work(
                shadow,
                id,
                route -> route.to("connect:update?params=subscription_id=S-1")
                        .to("connect:get")
                        .to(APPROVE)
                        .to("connect:settle"));

        assertThat(done.getException()).isNull();
        assertThat(ConnectRequest.read(RequestKind.REQUEST, sandbox.requestJson(id))
                        .parameter("subscription_id"))
                .isNotEqualTo("S-1");
        assertThat(looks).singleElement().satisfies(look -> {
            assertThat(look.outcome()).isEqualTo(Outcome.APPROVED);
            assertThat(look.guessedSteps()).isEmpty();
            assertThat(look.sentence())
                    .isEqualTo("purchase " + id + " of PRD-100-200-300 would be approved with template"
                            + " TL-100-200-300-001; not sent: connect PUT /requests/" + id + " (78 bytes), connect POST"
                            + " /requests/" + id + "/approve (36 bytes)");
        });
    }

    @Test
    void endpoints_outside_the_process_are_held_however_a_route_reaches_them() throws Exception {
        Shadow shadow = started();
        Path inbox = Files.createDirectories(folder.resolve("inbox"));
        Path message = Files.writeString(inbox.resolve("one.txt"), "keep me");
        Path out = folder.resolve("out");
        List<String> code = new ArrayList<>();

        Exchange done = work(
                shadow,
                purchase(),
                route -> route.setBody()
                        .constant("text")
                        .to("file:" + out)
                        .id("write-a-file")
                        .toD("file:" + out + "?fileName=${header.ConnectRequestId}")
                        .enrich("file:" + out)
                        .pollEnrich("file:" + inbox + "?delete=true")
                        .recipientList()
                        .constant("file:" + out)
                        .process(exchange -> code.add("ran"))
                        .id("run-code")
                        .bean(code, "clear")
                        .to("log:harmless"));

        assertThat(done.getException()).isNull();
        assertThat(out).doesNotExist();
        assertThat(message).hasContent("keep me");
        assertThat(code).isEmpty();
        List<HeldCall> held = new ArrayList<>(ClaimedRequest.orNull(done).held());
        held.addAll(strays);
        assertThat(held)
                .extracting(HeldCall::to)
                .containsExactlyInAnyOrder("file", "file", "file", "file", "file", "process", "bean");
        assertThat(held).extracting(HeldCall::step).contains("write-a-file", "run-code");
        assertThat(held.get(0).bytes()).isEqualTo(4);
    }

    @Test
    void what_the_user_calls_harmless_is_called() throws Exception {
        Shadow shadow = started("file", "process");
        List<String> code = new ArrayList<>();

        work(
                shadow,
                purchase(),
                route -> route.setBody()
                        .constant("text")
                        .to("file:" + folder + "?fileName=out.txt")
                        .process(exchange -> code.add("ran")));

        assertThat(folder.resolve("out.txt")).hasContent("text");
        assertThat(code).containsExactly("ran");
    }

    @Test
    void an_answer_of_the_user_is_what_a_held_endpoint_gives() throws Exception {
        Files.writeString(folder.resolve("ask-billing.json"), "{\"free\": 3}");
        Shadow shadow = started();

        Exchange done =
                work(shadow, purchase(), route -> route.to("http:localhost:1/x").id("ask-billing"));

        assertThat(done.getMessage().getBody()).isEqualTo(Map.of("free", 3));
    }

    @Test
    void an_answer_that_is_no_json_is_a_fault_of_the_route_that_names_the_file() throws Exception {
        Files.writeString(folder.resolve("call.json"), "{");
        Shadow shadow = started();

        Exchange done = work(shadow, purchase(), route -> route.to("connect:vendor?step=call&path=/x"));

        assertThat(done.getException()).hasMessageContaining(folder.resolve("call.json") + " is no JSON");
    }

    @Test
    void nothing_is_taken_from_endpoints_outside_the_process() throws Exception {
        Path inbox = Files.createDirectories(folder.resolve("inbox"));
        Path message = Files.writeString(inbox.resolve("one.txt"), "keep me");
        started();

        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("file:" + inbox + "?delete=true&initialDelay=0&delay=1")
                        .routeId("in")
                        .to("mock:in");
            }
        });

        assertThat(context.getRouteController().getRouteStatus("in").isStarted())
                .isTrue();
        assertThat(context.getRoute("in").getConsumer())
                .hasToString("Consumer[" + context.getRoute("in").getEndpoint() + "]");
        assertThat(message).exists();
    }

    @Test
    void a_request_is_looked_at_once_a_version_and_holds_its_lane_until_it_leaves_the_list() {
        ShadowLedger ledger = new ShadowLedger(Clock.systemUTC());
        Instant created = Instant.parse("2026-01-31T08:15:00Z");
        List<Sighting> page = List.of(
                new Sighting("PR-1-002", "request", "AS-1", created, null, "change"),
                new Sighting("PR-1-001", "request", "AS-1", created, null, "purchase"));

        assertThat(ledger.sight(page))
                .containsExactly(
                        new Standing("PR-1-002", State.HELD_BACK, null, "PR-1-001"),
                        new Standing("PR-1-001", State.READY, null, null));
        assertThat(ledger.claim("PR-1-002", created)).isInstanceOf(Claiming.Refused.class);
        Claim claim = ((Claiming.Granted) ledger.claim("PR-1-001", created)).claim();
        ledger.looked(claim, "v1");
        ledger.listed("PR-1-001", "v1");
        assertThat(ledger.sight(page)).extracting(Standing::state).containsExactly(State.HELD_BACK, State.DECIDED);
        ledger.listed("PR-1-001", "v2");
        assertThat(ledger.sight(page)).extracting(Standing::state).containsExactly(State.HELD_BACK, State.READY);
        ledger.left("PR-1-001");
        assertThat(ledger.standing("PR-1-002").orElseThrow().state()).isEqualTo(State.READY);
    }

    @Test
    void what_others_did_is_compared_with_what_would_have_come_of_it() throws Exception {
        Shadow shadow = started();
        String same = look(shadow, APPROVE);
        String failed = look(shadow, APPROVE);
        String template = look(shadow, APPROVE);
        String inquired = look(shadow, "connect:inquire?template=TL-100-200-300-002&errors=subscription_id=which");
        String later = look(shadow, "connect:later?delay=15m");
        String pending = look(shadow, APPROVE);

        shadow.found(
                RequestKind.REQUEST,
                same,
                Map.of("status", "approved", "template", Map.of("id", "TL-100-200-300-001")));
        shadow.found(RequestKind.REQUEST, failed, Map.of("status", "failed"));
        shadow.found(RequestKind.REQUEST, template, Map.of("status", "approved", "template", Map.of("id", "TL-9")));
        shadow.found(RequestKind.REQUEST, inquired, Map.of("status", "inquiring"));
        shadow.found(RequestKind.REQUEST, later, Map.of("status", "approved"));
        shadow.found(RequestKind.REQUEST, pending, Map.of("status", "pending"));
        shadow.found(RequestKind.REQUEST, "PR-never-seen", Map.of("status", "approved"));

        assertThat(comparisons)
                .extracting(Comparison::id, Comparison::result, Comparison::difference)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(same, Comparison.Result.AGREE, null),
                        org.assertj.core.groups.Tuple.tuple(failed, Comparison.Result.DIFFER, "it is failed"),
                        org.assertj.core.groups.Tuple.tuple(
                                template,
                                Comparison.Result.DIFFER,
                                "it is approved with template TL-9 in place of TL-100-200-300-001"),
                        org.assertj.core.groups.Tuple.tuple(inquired, Comparison.Result.AGREE, null),
                        org.assertj.core.groups.Tuple.tuple(later, Comparison.Result.OPEN, null));
    }

    private String look(Shadow shadow, String outcome) throws Exception {
        String id = purchase();
        Exchange done = work(
                shadow,
                id,
                route -> route.to("connect:update?params=subscription_id=S-1")
                        .to(outcome)
                        .to("connect:settle"));
        assertThat(done.getException()).isNull();
        return id;
    }
}
