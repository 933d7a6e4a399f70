package io.connectprocessor.component;

import static io.connectprocessor.component.Host.connect;
import static io.connectprocessor.component.Host.good;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.component.ControlHeaders.Casing;
import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.http.HeaderDoor;
import io.connectprocessor.http.HeaderDoor.Seen;
import io.connectprocessor.http.RecordingServer;
import io.connectprocessor.sandbox.Sandbox;
import java.net.URI;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Headers that tell Camel, HTTP or JMS what to do, in three spellings, wherever they may come from: they change no call, and none leaves or
 * enters that was not asked for. Connect and the vendor are the sandbox, each behind a door that sees what comes over the socket.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class ControlHeadersTest {

    /** The components whose headers are tried one component at a time; all others together. */
    private static final Set<String> ALONE = Set.of("http-and-jms", "connect", "class-path", "http");

    private static final Set<String> TO_CONNECT = Set.of(
            "accept",
            "accept-encoding",
            "authorization",
            "connection",
            "content-length",
            "content-type",
            "host",
            "user-agent");

    /** In an answer these say how long it is or when to call again, and are heeded. */
    private static final Set<String> OF_THE_ANSWER_ITSELF = Set.of(
            "connection",
            "content-length",
            "content-encoding",
            "transfer-encoding",
            "trailer",
            "upgrade",
            "retry-after");

    private final List<Map<String, Object>> once = new CopyOnWriteArrayList<>();
    private final Map<String, Set<String>> byOwner = ControlHeaders.byOwner();
    private Sandbox sandbox;
    private HeaderDoor platform;
    private HeaderDoor vendor;
    private RecordingServer elsewhere;
    private Host host;

    @BeforeAll
    void open() throws Exception {
        sandbox = Sandbox.builder().start();
        platform = new HeaderDoor(sandbox.connectUrl());
        vendor = new HeaderDoor(sandbox.vendorUrl());
        elsewhere = new RecordingServer();
        host = new Host(sandbox, component -> {
            component.setApiUrl(platform.url() + path(sandbox.connectUrl()));
            component.setVendorApiUrl(vendor.url() + path(sandbox.vendorUrl()));
            component.setVendorApiKey("vendor-key");
            component.setSettings(Map.of("connect.template.activation", "Default Activation Template"));
        });
        host.context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:once").process(e -> {
                    once.add(new HashMap<>(e.getMessage().getHeaders()));
                    e.getMessage().setHeaders(new HashMap<>(hostile(ControlHeaders.all(), Casing.AS_IS)));
                    e.getMessage().setBody(Map.of("done", true));
                });
            }
        });
    }

    @AfterAll
    void close() {
        host.close();
        platform.close();
        vendor.close();
        elsewhere.close();
        sandbox.close();
    }

    @BeforeEach
    void forget() {
        platform.adding(Map.of());
        vendor.adding(Map.of());
        platform.seen().clear();
        vendor.seen().clear();
        once.clear();
    }

    Stream<Arguments> owners() {
        return Stream.concat(ALONE.stream().sorted(), Stream.of("all others"))
                .flatMap(owner -> Stream.of(Casing.values()).map(casing -> Arguments.of(owner, casing)));
    }

    private Collection<String> names(String owner) {
        if (!owner.equals("all others")) {
            return byOwner.get(owner);
        }
        Set<String> others = new HashSet<>();
        byOwner.forEach((name, headers) -> others.addAll(ALONE.contains(name) ? Set.of() : headers));
        return others;
    }

    private Map<String, Object> hostile(Collection<String> names, Casing casing) {
        Map<String, Object> hostile = new TreeMap<>();
        names.forEach(name -> hostile.put(casing.spell(name), elsewhere.url() + "/stolen?{{env:HOME}}${body}"));
        return hostile;
    }

    @Test
    void the_list_of_headers_is_the_catalogs() {
        assertThat(byOwner.keySet()).containsAll(ALONE).hasSizeGreaterThan(150);
        assertThat(ControlHeaders.all())
                .contains(
                        "CamelHttpUri",
                        "CamelRestHttpUri",
                        "CamelHttpPath",
                        "CamelHttpQuery",
                        "CamelHttpMethod",
                        "CamelFileName",
                        "CamelExecCommandExecutable",
                        "CamelBeanMethodName",
                        "CamelJmsDestinationName",
                        "CamelSqlQuery",
                        "CamelSqlParameters",
                        "ConnectRequestId")
                .hasSizeGreaterThan(2000);
    }

    /** All steps of a request's life, the hostile headers put before each of them anew. */
    @ParameterizedTest
    @MethodSource("owners")
    void what_a_route_sets_changes_no_step_and_leaves_with_none(String owner, Casing casing) {
        Map<String, Object> hostile = hostile(names(owner), casing);
        String id = sandbox.seed().purchase().pending();

        Exchange exchange = good(host.work(id, route -> {
            ProcessorDefinition<?> steps = route;
            for (String step : List.of(
                    connect("vendor", "step", "create", "path", "/subscriptions"),
                    connect("update", "params", "subscription_id=${body[id]}"),
                    connect("once", "step", "tell", "call", "direct:once"),
                    "connect:get",
                    "connect:template",
                    connect("message", "text", "hello"),
                    "connect:assign",
                    "connect:unassign",
                    "connect:approve",
                    "connect:settle")) {
                steps = steps.process(putting(hostile)).to(step);
            }
            return steps;
        }));

        assertThat(host.status(id)).isEqualTo("approved");
        assertThat(host.parameter(id, "subscription_id")).asString().startsWith("SUB-");
        assertThat(exchange.getMessage().getBody(Map.class)).containsEntry("id", id);
        assertOnlyOursLeft(id);
    }

    @ParameterizedTest
    @EnumSource(Casing.class)
    void what_a_route_sets_changes_no_other_outcome(Casing casing) {
        Map<String, Object> hostile = hostile(ControlHeaders.all(), casing);
        for (String step : List.of(
                connect("fail", "reason", "no"),
                connect("inquire", "errors", "admin_email=which?"),
                connect("later", "delay", "1h"),
                connect("park", "reason", "a person"))) {
            String id = sandbox.seed()
                    .purchase()
                    .param("admin_email", "a@example.com")
                    .pending();
            good(host.work(id, route -> route.process(putting(hostile)).to(step)));
            assertOnlyOursLeft(id);
        }
        String account = sandbox.seed().tierAccountRequest().plant();
        good(host.work(account, route -> route.process(putting(hostile)).to("connect:accept")));
        assertThat(host.status(account)).isEqualTo("accepted");
        assertOnlyOursLeft(account);
    }

    @ParameterizedTest
    @EnumSource(Casing.class)
    void what_comes_with_a_message_ends_at_the_claim(Casing casing) {
        Map<String, Object> hostile = hostile(ControlHeaders.all(), casing);
        hostile.keySet()
                .removeIf(name -> name.equalsIgnoreCase(ConnectHeaders.REQUEST_KIND)
                        || name.equalsIgnoreCase(ConnectHeaders.ASKED_AT));
        String id = sandbox.seed().purchase().pending();
        Map<String, Object> entered = new HashMap<>();
        Exchange exchange = new DefaultExchange(host.context);
        exchange.getMessage().setHeaders(hostile);
        host.offer(exchange, host.atConnect(id));

        good(host.send(
                exchange,
                route -> route.to("connect:claim")
                        .process(e -> entered.putAll(e.getMessage().getHeaders()))
                        .to(connect("fail", "reason", "no"))));

        assertThat(entered)
                .containsOnly(
                        Map.entry("ConnectRequestId", id),
                        Map.entry("ConnectRequestType", "purchase"),
                        Map.entry("ConnectRequestKind", "request"),
                        Map.entry("ConnectRequestStatus", "pending"),
                        Map.entry("ConnectAssetId", sandbox.assetOf(id)),
                        Map.entry("ConnectProductId", sandbox.products().get(0)),
                        Map.entry("ConnectAttempt", 1));
        assertThat(host.status(id)).isEqualTo("failed");
    }

    @ParameterizedTest
    @EnumSource(Casing.class)
    void what_comes_with_an_answer_enters_no_route_and_changes_no_call(Casing casing) {
        Map<String, String> answered = new TreeMap<>();
        hostile(ControlHeaders.all(), casing).forEach((name, value) -> answered.put(name, String.valueOf(value)));
        answered.keySet().removeIf(name -> OF_THE_ANSWER_ITSELF.contains(name.toLowerCase(Locale.ROOT)));
        answered.put(casing.spell("Content-Type"), "application/x-java-serialized-object; charset=no-such-charset");
        String id = sandbox.seed().purchase().pending();
        platform.adding(answered);
        vendor.adding(answered);

        Exchange exchange = good(host.work(
                id,
                route -> route.to(connect("vendor", "step", "create", "path", "/subscriptions"))
                        .to(connect("update", "params", "subscription_id=${body[id]}"))
                        .to("connect:get")
                        .to(connect("message", "text", "hello"))
                        .to("connect:approve")
                        .to("connect:settle")));

        assertThat(exchange.getMessage().getHeaders())
                .containsOnlyKeys(
                        "ConnectRequestId",
                        "ConnectRequestType",
                        "ConnectRequestKind",
                        "ConnectRequestStatus",
                        "ConnectAssetId",
                        "ConnectProductId",
                        "ConnectAttempt")
                .containsEntry("ConnectRequestId", id);
        assertThat(host.component.connect().list(RequestKind.REQUEST, "limit=1").rows())
                .isNotEmpty();
        platform.adding(Map.of());
        assertThat(host.status(id)).isEqualTo("approved");
        assertOnlyOursLeft(id);
    }

    private static String path(String url) {
        return URI.create(url).getPath();
    }

    private static Processor putting(Map<String, Object> headers) {
        return exchange -> exchange.getMessage().getHeaders().putAll(headers);
    }

    private void assertOnlyOursLeft(String id) {
        assertThat(elsewhere.received()).isEmpty();
        Set<String> toVendor = new HashSet<>(TO_CONNECT);
        toVendor.add("idempotency-key");
        for (Seen call : vendor.seen()) {
            assertOursAlone(call, toVendor, vendor.url());
            assertThat(call.header("Authorization")).isEqualTo("Bearer vendor-key");
            assertThat(call.header("Idempotency-Key")).isEqualTo(id + ":create");
            assertThat(call.method() + " " + call.target())
                    .isEqualTo("POST " + path(sandbox.vendorUrl()) + "/subscriptions");
        }
        assertThat(platform.seen()).isNotEmpty();
        for (Seen call : platform.seen()) {
            assertOursAlone(call, TO_CONNECT, platform.url());
            assertThat(call.header("Authorization")).isEqualTo(sandbox.apiKey());
            assertThat(call.target()).startsWith(path(sandbox.connectUrl()) + "/");
        }
        assertThat(once)
                .allSatisfy(headers -> assertThat(headers)
                        .containsOnlyKeys("Idempotency-Key")
                        .containsEntry("Idempotency-Key", id + ":tell"));
    }

    private static void assertOursAlone(Seen call, Set<String> allowed, String url) {
        assertThat(allowed)
                .as(call.toString())
                .containsAll(call.headers().keySet().stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .toList());
        assertThat(call.headers().values()).as(call.toString()).allMatch(values -> values.size() == 1);
        assertThat(call.toString() + call.text()).doesNotContain("stolen");
        assertThat("http://" + call.header("Host")).isEqualTo(url);
    }
}
