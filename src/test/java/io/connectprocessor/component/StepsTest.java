package io.connectprocessor.component;

import static io.connectprocessor.component.Host.connect;
import static io.connectprocessor.component.Host.failure;
import static io.connectprocessor.component.Host.good;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectprocessor.connect.ConnectRequest;
import io.connectprocessor.connect.Json;
import io.connectprocessor.connect.MalformedRequestException;
import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.Failure;
import io.connectprocessor.failure.FailureKind;
import io.connectprocessor.http.RecordingServer;
import io.connectprocessor.http.RecordingServer.Received;
import io.connectprocessor.ledger.Standing;
import io.connectprocessor.sandbox.Fault;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.converter.stream.InputStreamCache;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The steps of a vendor's route, each on a request of its own; Connect is the sandbox, the vendor a server that answers as told. */
class StepsTest extends HostTest {

    private static final String ACTIVATION = "Default Activation Template";

    private final Json json = new Json();
    private final RecordingServer vendor = new RecordingServer();

    @Override
    void configure(ConnectComponent component) {
        component.setVendorApiUrl(vendor.url() + "/api/");
        component.setVendorApiKey("vendor-key");
    }

    @AfterAll
    void closeVendor() {
        vendor.close();
    }

    @BeforeEach
    void forget() {
        vendor.received().clear();
        vendor.answering(200, "{\"id\":\"SUB-1\"}");
    }

    @AfterEach
    void vendorIsBack() {
        host.component.runtime().intake().answered(io.connectprocessor.failure.Api.VENDOR, false);
    }

    private Object error(String id, String parameter) {
        return ConnectRequest.read(RequestKind.REQUEST, host.atConnect(id))
                .find(parameter)
                .get("value_error");
    }

    private String purchase() {
        return sandbox.seed().purchase().item("SEAT", "10").pending();
    }

    /** A purchase that has all that an approval asks for. */
    private String ready() {
        return sandbox.seed().purchase().param("subscription_id", "SUB-0").pending();
    }

    private String approve() {
        return connect("approve", "template", ACTIVATION);
    }

    private Object sent(Received call) throws Exception {
        return json.value(call.body());
    }

    // what a timeline tells

    /** From the first call on, without the names of templates and owners. */
    private List<String> timeline(String id) {
        return host.ledger.timeline(id).stream()
                .map(event -> event.kind() + " " + event.detail())
                .dropWhile(line -> !line.startsWith("s") || line.startsWith("sighted"))
                .map(line -> line.replaceAll("TL-[0-9-]+", "TL")
                        .replaceAll("claimed by .*", "claimed by this test")
                        .replace(id, "ID"))
                .toList();
    }

    @Test
    void a_timeline_tells_each_call_for_a_request_and_its_answer() {
        String id = purchase();
        good(host.work(
                id,
                route -> route.to(connect("vendor", "step", "create", "path", "/subscriptions"))
                        .to(connect("update", "params", "subscription_id=${body[id]}"))
                        .to(connect("get"))
                        .to(approve())
                        .to(connect("settle"))));

        assertThat(timeline(id))
                .containsExactly(
                        "step-called create",
                        "sent POST /subscriptions, step create",
                        "answered 200",
                        "step-answered create: 200",
                        "sent save parameters subscription_id of ID",
                        "answered 200, pending",
                        "sent read ID",
                        "answered 200, pending",
                        "sent approve ID with template TL",
                        "answered 200, approved",
                        "decided approved");
    }

    @Test
    void a_timeline_tells_calls_that_fail_and_what_came_of_them_and_no_value_of_a_parameter() {
        vendor.answering(503, "{}");
        String id =
                sandbox.seed().suspend().param("subscription_id", "SUB-OF-ADA").pending();
        String path = "/subscriptions/{subscription_id}/suspend";

        failure(host.work(id, route -> route.to(connect("vendor", "step", "suspend", "path", path))));
        sandbox.addFault(Fault.replyLost().onConnect().onAction("approve").times(1));
        good(host.work(id, route -> route.to(approve()).to(connect("settle"))));

        assertThat(timeline(id))
                .containsExactly(
                        "step-called suspend",
                        "sent POST /subscriptions/{subscription_id}/suspend, step suspend",
                        "answered 503",
                        "ready given back",
                        "claimed by this test",
                        "sent approve ID with template TL",
                        "answered no whole answer",
                        "sent read ID",
                        "answered 200, approved",
                        "decided approved");
    }

    // what an exchange carries

    @Test
    void a_claimed_request_enters_with_exactly_its_headers() {
        String id = purchase();
        Map<String, Object> seen = new HashMap<>();

        good(host.work(
                id, route -> route.process(e -> seen.putAll(e.getMessage().getHeaders()))));

        assertThat(seen)
                .isEqualTo(Map.of(
                        "ConnectRequestId",
                        id,
                        "ConnectRequestStatus",
                        "pending",
                        "ConnectRequestType",
                        "purchase",
                        "ConnectRequestKind",
                        "request",
                        "ConnectProductId",
                        sandbox.products().get(0),
                        "ConnectAssetId",
                        sandbox.assetOf(id),
                        "ConnectAttempt",
                        1));
    }

    @Test
    void a_tier_request_carries_its_level_and_no_asset() {
        String id = sandbox.seed().tierSetup().level(1).plant();
        Map<String, Object> seen = new HashMap<>();

        good(host.work(
                id, route -> route.process(e -> seen.putAll(e.getMessage().getHeaders()))));

        assertThat(seen)
                .containsEntry("ConnectRequestKind", "tier-request")
                .containsEntry("ConnectTierLevel", 1)
                .doesNotContainKey("ConnectAssetId");
    }

    @Test
    void a_route_that_changes_the_headers_changes_nothing() {
        String id = ready();
        String other = purchase();

        good(host.work(
                id,
                route -> route.setHeader("ConnectRequestId", () -> other)
                        .setHeader("ConnectRequestKind", () -> "tier-request")
                        .to(approve())));

        assertThat(host.status(id)).isEqualTo("approved");
        assertThat(host.status(other)).isEqualTo("pending");
    }

    @ParameterizedTest
    @ValueSource(strings = {"approve", "update", "vendor", "get", "later", "template", "settle", "park"})
    void a_step_without_a_claimed_request_says_so(String action) {
        String uri = switch (action) {
            case "approve", "template" -> connect(action, "template", "x");
            case "vendor" -> connect(action, "step", "s", "path", "/x");
            default -> connect(action);
        };

        FailedException failed = failure(host.send(new DefaultExchange(host.context), route -> route.to(uri)));

        assertThat(failed.failure().kind()).isEqualTo(FailureKind.ROUTE_FAULT);
        assertThat(failed).hasMessage("connect:" + action + ": there is no request in this exchange");
        assertThat(failed.advice()).contains("direct:process-request");
    }

    // update

    @Test
    void only_what_changed_is_saved() {
        String id = sandbox.seed().purchase().param("subscription_id", "SUB-0").pending();
        long before = puts();

        good(host.work(id, route -> route.to(connect("update", "params", "subscription_id=SUB-0"))));
        assertThat(puts()).isEqualTo(before);

        Exchange exchange =
                good(host.work(id, route -> route.to(connect("update", "params", "subscription_id=SUB-1"))));
        assertThat(puts()).isEqualTo(before + 1);
        assertThat(host.parameter(id, "subscription_id")).isEqualTo("SUB-1");
        assertThat(exchange.getMessage().getBody(Map.class)).containsEntry("id", id);
    }

    private long puts() {
        return sandbox.books().connectCalls().entrySet().stream()
                .filter(e -> e.getKey().toLowerCase(java.util.Locale.ROOT).matches(".*(update|put|param).*"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    @Test
    void a_value_from_data_is_saved_byte_for_byte() {
        String id = purchase();
        String hostile = "a,activation=x \"q\" 'q' ${body} {{env:HOME}} \uD83D\uDE80\r\nX: 1";

        good(host.work(
                id,
                route -> route.setBody(e -> Map.of("id", hostile))
                        .to(connect("update", "params", "subscription_id=${body[id]}"))));

        assertThat(host.parameter(id, "subscription_id")).isEqualTo(hostile);
    }

    @Test
    void a_map_as_body_is_saved_and_numbers_become_texts() {
        String id = purchase();

        good(host.work(
                id, route -> route.setBody(e -> Map.of("subscription_id", 4711)).to("connect:update")));

        assertThat(host.parameter(id, "subscription_id")).isEqualTo("4711");
    }

    @Test
    void a_missing_value_is_a_fault_and_nothing_is_saved() {
        String id = purchase();

        FailedException failed = failure(host.work(
                id,
                route -> route.setBody(e -> Map.of())
                        .to(connect("update", "params", "subscription_id=SUB-${body[id]}"))));

        assertThat(failed.failure().kind()).isEqualTo(FailureKind.ROUTE_FAULT);
        assertThat(failed)
                .hasMessage("connect:update: parameter subscription_id has no value: SUB-${body[id]} gave nothing");
        assertThat(host.parameter(id, "subscription_id")).isNull();
    }

    @Test
    void an_unknown_parameter_is_a_fault_that_lists_those_there_are() {
        FailedException failed =
                failure(host.work(purchase(), route -> route.to(connect("update", "params", "subscripton_id=1"))));

        assertThat(failed.failure().kind()).isEqualTo(FailureKind.ROUTE_FAULT);
        assertThat(failed.getMessage()).contains("has no parameter subscripton_id");
        assertThat(failed.advice()).contains("subscription_id");
    }

    @Test
    void without_params_the_request_itself_is_nothing_to_save() {
        for (String id : List.of(purchase(), sandbox.seed().tierSetup().plant())) {
            FailedException failed = failure(host.work(id, route -> route.to("connect:update")));

            assertThat(failed).hasMessage("connect:update: there is nothing to save");
        }
    }

    // vendor

    @Test
    void the_sample_payload_of_a_purchase_goes_out_with_the_key_of_the_step() throws Exception {
        String id = purchase();

        Exchange exchange = good(host.work(
                id, route -> route.to(connect("vendor", "step", "create-subscription", "path", "/subscriptions"))));

        Received call = vendor.only();
        assertThat(call.header("Idempotency-Key")).isEqualTo(id + ":create-subscription");
        assertThat(call.header("Content-Type")).isEqualTo("application/json");
        Map<?, ?> payload = (Map<?, ?>) sent(call);
        assertThat(payload.get("request_id")).isEqualTo(id);
        assertThat(payload.get("asset_id")).isEqualTo(sandbox.assetOf(id));
        assertThat(payload.get("product_id")).isEqualTo(sandbox.products().get(0));
        assertThat(payload.get("items")).isEqualTo(List.of(Map.of("mpn", "SEAT", "quantity", "10")));
        assertThat(((Map<?, ?>) payload.get("customer")).get("id")).asString().startsWith("TA-");
        assertThat(payload.containsKey("assignee") || payload.containsKey("params"))
                .isFalse();
        assertThat(exchange.getMessage().getBody()).isEqualTo(Map.of("id", "SUB-1"));
    }

    @Test
    void the_sample_payload_of_a_tier_request_is_its_account() throws Exception {
        String id = sandbox.seed().tierSetup().plant();

        good(host.work(id, route -> route.to(connect("vendor", "step", "create-reseller", "path", "/resellers"))));

        Map<?, ?> payload = (Map<?, ?>) sent(vendor.only());
        assertThat(payload.get("request_id")).isEqualTo(id);
        assertThat(((Map<?, ?>) payload.get("account")).get("id")).isNotNull();
        assertThat(payload.keySet()).hasSize(2);
    }

    @Test
    void the_same_bytes_go_out_again_under_the_same_key_while_no_answer_is_known() {
        String id = purchase();
        vendor.answering(503, "{}");
        failure(host.work(
                id, route -> route.setBody(e -> Map.of("n", 1)).to(connect("vendor", "step", "s", "path", "/x"))));
        vendor.answering(200, "{\"id\":\"SUB-1\"}");

        good(host.work(
                id, route -> route.setBody(e -> Map.of("n", 2)).to(connect("vendor", "step", "s", "path", "/x"))));

        assertThat(vendor.received()).hasSize(2);
        assertThat(vendor.received().get(1).text())
                .isEqualTo("{\"n\":1}")
                .isEqualTo(vendor.received().get(0).text());
        assertThat(vendor.received())
                .extracting(call -> call.header("Idempotency-Key"))
                .containsOnly(id + ":s");
    }

    @Test
    void an_inquiry_marks_what_is_asked_and_clears_what_was() {
        String id =
                sandbox.seed().purchase().paramError("company_domain", "old").pending();

        good(host.work(
                id,
                route -> route.to(connect(
                        "inquire",
                        "template",
                        "TL-100-200-300-003",
                        "errors",
                        "admin_email=Which one for ${body[id]}?"))));

        assertThat(host.status(id)).isEqualTo("inquiring");
        assertThat(error(id, "admin_email")).isEqualTo("Which one for " + id + "?");
        assertThat(error(id, "company_domain")).isEqualTo("");
    }

    @Test
    void a_step_that_was_answered_gives_its_answer_without_a_call() {
        String id = purchase();
        vendor.answering(200, "{\"id\":\"SUB-1\"}");
        good(host.work(id, route -> route.to(connect("vendor", "step", "s", "path", "/x"))));
        vendor.answering(200, "{\"id\":\"SUB-2\"}");

        Exchange again = good(host.work(id, route -> route.to(connect("vendor", "step", "s", "path", "/x"))));

        assertThat(again.getMessage().getBody()).isEqualTo(Map.of("id", "SUB-1"));
        assertThat(vendor.received()).hasSize(1);
    }

    @Test
    void a_changed_input_after_the_answer_is_a_fault_or_keeps_or_calls_as_the_route_says() {
        String id = purchase();
        vendor.answering(200, "{\"id\":\"SUB-1\"}");
        good(host.work(
                id, route -> route.setBody(e -> Map.of("n", 1)).to(connect("vendor", "step", "s", "path", "/x"))));
        vendor.answering(200, "{\"id\":\"SUB-2\"}");

        assertThat(failure(host.work(
                                id,
                                route -> route.setBody(e -> Map.of("n", 2))
                                        .to(connect("vendor", "step", "s", "path", "/x"))))
                        .getMessage())
                .contains("step s of " + id + " was answered before, and now gets other input");
        Exchange kept = good(host.work(
                id,
                route -> route.setBody(e -> Map.of("n", 2))
                        .to(connect("vendor", "step", "s", "path", "/x", "onChange", "keep"))));
        assertThat(kept.getMessage().getBody()).isEqualTo(Map.of("id", "SUB-1"));
        assertThat(vendor.received()).hasSize(1);

        Exchange called = good(host.work(
                id,
                route -> route.setBody(e -> Map.of("n", 2))
                        .to(connect("vendor", "step", "s", "path", "/x", "onChange", "call"))));
        assertThat(called.getMessage().getBody()).isEqualTo(Map.of("id", "SUB-2"));
        assertThat(vendor.received().get(1).header("Idempotency-Key")).isEqualTo(id + ":s:2");
    }

    /** A row of the poll in which a parameter has this value and phase. */
    @SuppressWarnings("unchecked")
    private Map<String, Object> row(String id, String parameter, String value) {
        Map<String, Object> row = host.atConnect(id);
        List<Map<String, Object>> parameters =
                (List<Map<String, Object>>) ((Map<String, Object>) row.get("asset")).get("params");
        parameters.stream()
                .filter(known -> parameter.equals(known.get("id")))
                .forEach(known -> known.put("value", value));
        return row;
    }

    @ParameterizedTest
    @CsvSource({"path, /domains/{company_domain}", "query, name={company_domain}"})
    void a_value_that_stands_only_in_path_or_query_is_input_too(String option, String pattern) {
        String id = purchase();
        Object[] options = option.equals("path")
                ? new Object[] {"step", "s", "path", pattern}
                : new Object[] {"step", "s", "path", "/domains", "query", pattern};
        good(host.workOn(row(id, "company_domain", "one.example"), route -> route.to(connect("vendor", options))));
        good(host.workOn(row(id, "company_domain", "one.example"), route -> route.to(connect("vendor", options))));

        assertThat(failure(host.workOn(
                                row(id, "company_domain", "two.example"),
                                route -> route.to(connect("vendor", options))))
                        .getMessage())
                .contains("was answered before, and now gets other input");
        assertThat(vendor.received()).hasSize(1);
    }

    @Test
    void a_fulfillment_parameter_in_the_path_that_the_route_saved_meanwhile_changes_nothing() {
        String id = ready();
        String[] step = {"step", "move", "path", "/subscriptions/{subscription_id}/move"};
        good(host.work(
                id,
                route -> route.to(connect("vendor", (Object[]) step))
                        .to(connect("update", "params", "subscription_id=SUB-NEW"))));

        Exchange again = good(host.work(id, route -> route.to(connect("vendor", (Object[]) step))));

        assertThat(again.getMessage().getBody()).isEqualTo(Map.of("id", "SUB-1"));
        assertThat(vendor.received()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "7", "\"\""})
    void one_whose_fresh_read_has_no_status_is_malformed_and_not_taken_as_decided(String status) throws Exception {
        JsonNode spoiled = new ObjectMapper().readTree(status);
        String id = sandbox.seed()
                .purchase()
                .poison(json -> json.set("status", spoiled))
                .pending();

        Exchange exchange = host.work(id, route -> route.to("connect:settle"));

        assertThat(exchange.getException())
                .isInstanceOf(MalformedRequestException.class)
                .hasMessageStartingWith("status is ");
        assertThat(host.ledger.find(id).orElseThrow().state()).isNotEqualTo(Standing.State.DECIDED);
    }

    @Test
    void a_refused_step_may_send_something_better_after_a_replay() {
        String id = purchase();
        vendor.answering(400, "{\"error\":\"no plan\"}");
        failure(host.work(
                id, route -> route.setBody(e -> Map.of("n", 1)).to(connect("vendor", "step", "s", "path", "/x"))));
        vendor.answering(200, "{}");

        good(host.work(
                id, route -> route.setBody(e -> Map.of("n", 2)).to(connect("vendor", "step", "s", "path", "/x"))));

        assertThat(vendor.received().get(1).text()).isEqualTo("{\"n\":2}");
    }

    /** The first try may have had its effect, unless a look-up finds nothing of it. */
    @ParameterizedTest
    @ValueSource(strings = {"blind", "looking", "looking in vain"})
    void a_step_that_is_refused_after_a_try_without_answer_stays_begun_unless_nothing_is_found(String how)
            throws Exception {
        String id = purchase();
        String find = "direct:find-" + how.replace(' ', '-');
        AtomicInteger looks = new AtomicInteger();
        host.context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(find).errorHandler(noErrorHandler()).process(e -> {
                    if (how.equals("looking in vain") && looks.incrementAndGet() == 2) {
                        throw new FailedException(null, Failure.of(FailureKind.REFUSED, "no such query"), null, null);
                    }
                    e.getMessage().setBody(null);
                });
            }
        });
        String step = how.equals("blind")
                ? connect("vendor", "step", "s", "path", "/x")
                : connect("vendor", "step", "s", "path", "/x", "lookUp", find);
        vendor.answering(503, "{}");
        failure(host.work(id, route -> route.setBody(e -> Map.of("n", 1)).to(step)));
        vendor.answering(400, "{\"error\":\"no plan\"}");
        failure(host.work(id, route -> route.setBody(e -> Map.of("n", 1)).to(step)));

        boolean forgotten = how.equals("looking");
        assertThat(host.ledger.answers(id).containsKey("s")).isNotEqualTo(forgotten);
        vendor.answering(200, "{}");
        good(host.work(id, route -> route.setBody(e -> Map.of("n", 2)).to(step)));

        assertThat(vendor.received().get(vendor.received().size() - 1).text())
                .isEqualTo(forgotten ? "{\"n\":2}" : "{\"n\":1}");
    }

    @Test
    void once_calls_any_endpoint_once_and_gives_its_answer_again() throws Exception {
        String id = purchase();
        AtomicInteger calls = new AtomicInteger();
        host.context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:create-mailbox").errorHandler(noErrorHandler()).process(e -> {
                    if (calls.incrementAndGet() == 1) {
                        throw new java.io.IOException("away");
                    }
                    e.getMessage().setHeader("Secret", "x");
                    e.getMessage()
                            .setBody(Map.of(
                                    "key", e.getMessage().getHeader("Idempotency-Key"),
                                    "asked", ((Map<?, ?>) e.getMessage().getBody()).get("request_id")));
                });
            }
        });

        host.work(id, route -> route.to(connect("once", "step", "mailbox", "call", "direct:create-mailbox")));
        Exchange first = good(
                host.work(id, route -> route.to(connect("once", "step", "mailbox", "call", "direct:create-mailbox"))));
        Exchange second = good(
                host.work(id, route -> route.to(connect("once", "step", "mailbox", "call", "direct:create-mailbox"))));

        assertThat(calls).as("one failed, one answered").hasValue(2);
        assertThat(first.getMessage().getBody()).isEqualTo(Map.of("key", id + ":mailbox", "asked", id));
        assertThat(second.getMessage().getBody()).isEqualTo(first.getMessage().getBody());
        assertThat(first.getMessage().getHeaders()).doesNotContainKey("Secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"vendor", "once"})
    void a_look_up_is_asked_before_each_call_and_what_it_finds_is_the_answer(String action) throws Exception {
        String id = purchase();
        String find = "find-" + action;
        String create = "create-" + action;
        List<Object> found = new ArrayList<>(Arrays.asList(null, List.of(), Map.of("id", "SUB-7")));
        AtomicInteger looks = new AtomicInteger();
        AtomicInteger calls = new AtomicInteger();
        host.context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:" + find).errorHandler(noErrorHandler()).process(e -> {
                    assertThat(((Map<?, ?>) e.getMessage().getBody()).get("request_id"))
                            .isEqualTo(id);
                    e.getMessage().setBody(found.get(looks.getAndIncrement()));
                });
                from("direct:" + create).errorHandler(noErrorHandler()).process(e -> {
                    calls.incrementAndGet();
                    throw new java.net.SocketTimeoutException("no answer");
                });
            }
        });
        vendor.answering(503, "{}");
        String step = action.equals("vendor")
                ? connect("vendor", "step", "s", "path", "/x", "lookUp", "direct:" + find)
                : connect("once", "step", "s", "call", "direct:" + create, "lookUp", "direct:" + find);

        host.work(id, route -> route.to(step));
        host.work(id, route -> route.to(step));
        Exchange third = good(host.work(id, route -> route.to(step)));
        Exchange fourth = good(host.work(id, route -> route.to(step)));

        assertThat(calls.get() + vendor.received().size()).isEqualTo(2);
        assertThat(third.getMessage().getBody()).isEqualTo(Map.of("id", "SUB-7"));
        assertThat(fourth.getMessage().getBody()).isEqualTo(Map.of("id", "SUB-7"));
        assertThat(looks).as("an answer that is recorded needs no look-up").hasValue(3);
    }

    @Test
    void the_query_of_a_step_takes_parameters_and_the_ids_of_the_request() {
        String id = purchase();

        good(host.work(
                id,
                route -> route.to(connect(
                        "vendor",
                        "step",
                        "s",
                        "method",
                        "GET",
                        "path",
                        "/x",
                        "query",
                        "order={request_id}, of={asset_id}"))));

        assertThat(vendor.received().get(0).uri())
                .isEqualTo("/api/x?order=" + id + "&of="
                        + ConnectRequest.read(RequestKind.REQUEST, host.atConnect(id))
                                .lane());
    }

    @Test
    void a_body_that_the_route_set_goes_out_instead() {
        String id = purchase();
        byte[] bytes = "{\"b\":2}".getBytes(StandardCharsets.UTF_8);

        good(host.work(
                id,
                route -> route.setBody(e -> Map.of("a", 1))
                        .to(connect("vendor", "step", "map", "path", "/x"))
                        .setBody(e -> "{\"text\": true}")
                        .to(connect("vendor", "step", "text", "path", "/x"))
                        .setBody(e -> bytes)
                        .to(connect("vendor", "step", "bytes", "path", "/x"))
                        .setBody(e -> new ByteArrayInputStream(bytes))
                        .to(connect("vendor", "step", "stream", "path", "/x"))
                        .setBody(e -> new InputStreamCache(bytes))
                        .to(connect("vendor", "step", "cache", "path", "/x"))));

        assertThat(vendor.received())
                .extracting(Received::text)
                .containsExactly("{\"a\":1}", "{\"text\": true}", "{\"b\":2}", "{\"b\":2}", "{\"b\":2}");
    }

    @Test
    void the_answer_of_the_step_before_is_not_taken_for_a_body_of_the_route() throws Exception {
        String id = purchase();

        good(host.work(
                id,
                route -> route.to(connect("vendor", "step", "one", "path", "/x"))
                        .to(connect("vendor", "step", "two", "path", "/y"))));

        assertThat(sent(vendor.received().get(1)))
                .isEqualTo(sent(vendor.received().get(0)));
    }

    @Test
    void a_parameter_in_the_path_is_percent_encoded() {
        String id = sandbox.seed()
                .purchase()
                .param("subscription_id", "a/b?c=d&{{env:HOME}}${body} é")
                .pending();

        good(host.work(
                id,
                route -> route.to(connect(
                        "vendor", "step", "s", "method", "PUT", "path", "/subscriptions/{subscription_id}/x"))));

        assertThat(vendor.only().method()).isEqualTo("PUT");
        assertThat(vendor.only().uri())
                .isEqualTo("/api/subscriptions/a%2Fb%3Fc%3Dd%26%7B%7Benv%3AHOME%7D%7D%24%7Bbody%7D%20%C3%A9/x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", ".."})
    void a_parameter_that_makes_no_path_is_a_fault_before_the_call(String value) {
        String id = sandbox.seed().purchase().param("subscription_id", value).pending();

        FailedException failed = failure(host.work(
                id, route -> route.to(connect("vendor", "step", "s", "path", "/subscriptions/{subscription_id}"))));

        assertThat(failed.failure().kind()).isEqualTo(FailureKind.ROUTE_FAULT);
        assertThat(failed.getMessage()).contains("parameter subscription_id of " + id);
        assertThat(vendor.received()).isEmpty();
    }

    @Test
    void a_get_sends_no_body() {
        good(host.work(purchase(), route -> route.to(connect("vendor", "step", "s", "method", "GET", "path", "/x"))));

        assertThat(vendor.only().method()).isEqualTo("GET");
        assertThat(vendor.only().body()).isEmpty();
    }

    @Test
    void an_accepted_status_lets_the_route_go_on_also_without_json() {
        vendor.answering(409, "already so");

        Exchange exchange = good(host.work(
                purchase(), route -> route.to(connect("vendor", "step", "s", "path", "/x", "accept", "409"))));

        assertThat(exchange.getMessage().getBody()).isEqualTo(Map.of());
    }

    @Test
    void an_empty_good_answer_is_an_empty_map() {
        vendor.answering(204, "");

        Exchange exchange =
                good(host.work(purchase(), route -> route.to(connect("vendor", "step", "s", "path", "/x"))));

        assertThat(exchange.getMessage().getBody()).isEqualTo(Map.of());
    }

    @Test
    void declined_is_an_answer_only_where_the_route_accepts_it() {
        vendor.answering(400, "{\"declined\":\"No stock\"}");

        Exchange accepted = good(host.work(
                purchase(), route -> route.to(connect("vendor", "step", "s", "path", "/x", "accept", "409,declined"))));
        FailedException refused =
                failure(host.work(purchase(), route -> route.to(connect("vendor", "step", "s", "path", "/x"))));

        assertThat(accepted.getMessage().getBody()).isEqualTo(Map.of("declined", "No stock"));
        assertThat(refused.failure().kind()).isEqualTo(FailureKind.REFUSED);
        assertThat(refused.failure().status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | {\"declined\":5} | REFUSED",
                "400 | {\"error\":\"x\"} | REFUSED",
                "422 | {\"error\":\"key\"} | REFUSED",
                "404 | <html>gone</html> | REFUSED",
                "401 | {} | UNAUTHORIZED",
                "403 | {} | UNAUTHORIZED",
                "429 | {} | THROTTLED",
                "500 | <html>oops</html> | TRANSIENT",
                "503 | '' | TRANSIENT",
                "200 | <html>welcome</html> | TRANSIENT",
                "200 | {\"id\":\"SU | TRANSIENT"
            })
    void what_the_vendor_answers_otherwise_is_a_failure_with_its_words(int status, String body, FailureKind kind) {
        vendor.answering(status, body);
        String id = purchase();

        FailedException failed = failure(
                host.work(id, route -> route.to(connect("vendor", "step", "s", "path", "/x", "accept", "declined"))));

        assertThat(failed.failure().kind()).isEqualTo(kind);
        assertThat(failed.getMessage())
                .startsWith("Tried to do the step s of " + id + ", but the vendor answered " + status)
                .contains(body);
        assertThat(vendor.received()).hasSize(1);
    }

    @Test
    void advice_about_the_idempotency_key_is_given_only_when_the_vendor_speaks_of_it() {
        vendor.answering(422, "{\"error\":\"The idempotency key was used for another call.\"}");
        FailedException spoken =
                failure(host.work(purchase(), route -> route.to(connect("vendor", "step", "s", "path", "/x"))));
        vendor.answering(422, "{\"error\":\"quantity: the key is not unique\"}");
        FailedException other =
                failure(host.work(purchase(), route -> route.to(connect("vendor", "step", "s", "path", "/x"))));

        assertThat(spoken.advice()).contains("Idempotency-Key").contains("Compare both before a replay");
        assertThat(other.advice()).isNull();
    }

    @Test
    void long_words_of_the_vendor_are_cut() {
        vendor.answering(404, "<html>" + "x".repeat(100_000));

        FailedException failed =
                failure(host.work(purchase(), route -> route.to(connect("vendor", "step", "s", "path", "/x"))));

        assertThat(failed.failure().words()).singleElement().asString().hasSizeLessThanOrEqualTo(201);
    }

    // outcomes

    @Test
    void a_request_is_approved_by_the_name_of_a_template() {
        String id = purchase();

        Exchange exchange = good(host.work(
                id,
                route -> route.to(connect("update", "params", "subscription_id=1"))
                        .to(approve())
                        .to("connect:settle")));

        assertThat(host.status(id)).isEqualTo("approved");
        assertThat(exchange.getMessage().getBody(Map.class)).containsEntry("status", "approved");
        assertThat(host.ledger.standing(id).orElseThrow().state()).isEqualTo(Standing.State.DECIDED);
    }

    @Test
    void a_tier_request_is_failed_and_the_body_stays_the_request() {
        String id = sandbox.seed().tierSetup().plant();

        Exchange exchange = good(host.work(id, route -> route.to(connect("fail", "reason", "Not a reseller"))));

        assertThat(host.status(id)).isEqualTo("failed");
        assertThat(exchange.getMessage().getBody(Map.class)).containsEntry("id", id);
    }

    @Test
    void a_reason_from_data_is_told_as_it_is_and_a_missing_one_is_a_fault() {
        String id = purchase();
        String hostile = "${body} {{env:HOME}} \"no\"";

        FailedException missing = failure(host.work(
                id, route -> route.setBody(e -> Map.of()).to(connect("fail", "reason", "${body[declined]}"))));
        good(host.work(
                id,
                route -> route.setBody(e -> Map.of("declined", hostile))
                        .to(connect("fail", "reason", "${body[declined]}"))));

        assertThat(missing).hasMessage("connect:fail: the reason is missing: ${body[declined]} gave nothing");
        assertThat(host.atConnect(id)).containsEntry("status", "failed").containsEntry("reason", hostile);
    }

    @Test
    void a_very_long_reason_is_cut_and_no_character_is_halved() {
        String id = purchase();

        good(host.work(
                id,
                route -> route.setBody(e -> "x".repeat(499) + "\uD83D\uDE80".repeat(50))
                        .to(connect("fail", "reason", "${body}"))));

        assertThat(host.atConnect(id)).containsEntry("reason", "x".repeat(499));
    }

    @Test
    void a_template_that_does_not_exist_is_a_fault_and_the_request_stays_pending() {
        String id = purchase();

        FailedException failed = failure(host.work(id, route -> route.to(connect("approve", "template", "Nope"))));

        assertThat(failed.failure().kind()).isEqualTo(FailureKind.ROUTE_FAULT);
        assertThat(failed.getMessage()).contains("is called \"Nope\"; there is \"" + ACTIVATION);
        assertThat(host.status(id)).isEqualTo("pending");
    }

    @Test
    void a_template_can_be_looked_up_alone() {
        Exchange exchange = good(host.work(purchase(), route -> route.to(connect("template", "template", ACTIVATION))));

        assertThat(exchange.getMessage().getBody(String.class)).startsWith("TL-");
    }

    @Test
    void a_second_outcome_is_a_fault_and_not_sent() {
        String id = ready();

        FailedException failed =
                failure(host.work(id, route -> route.to(approve()).to(connect("fail", "reason", "after all not"))));

        assertThat(failed.failure().kind()).isEqualTo(FailureKind.ROUTE_FAULT);
        assertThat(failed).hasMessage("connect:fail: request " + id + " already has the outcome approved");
        assertThat(host.status(id)).isEqualTo("approved");
    }

    @Test
    void a_step_after_the_outcome_is_a_fault_before_its_effect() {
        FailedException failed = failure(
                host.work(ready(), route -> route.to(approve()).to(connect("vendor", "step", "s", "path", "/x"))));

        assertThat(failed.getMessage()).contains("already has the outcome approved");
        assertThat(vendor.received()).isEmpty();
    }

    @Test
    void no_outcome_is_a_fault_that_names_the_route() {
        FailedException failed = failure(host.work(purchase(), route -> route.to("connect:settle")));

        assertThat(failed.failure().kind()).isEqualTo(FailureKind.ROUTE_FAULT);
        assertThat(failed).hasMessage("connect:settle: the route of type purchase ended without an outcome");
        assertThat(failed.advice()).contains("on-purchase");
    }

    @Test
    void later_leaves_the_request_pending_until_its_time() {
        String id = purchase();
        java.time.Instant before = host.ledger.now();

        good(host.work(id, route -> route.to(connect("later", "delay", "15m")).to("connect:settle")));

        Standing standing = host.ledger.standing(id).orElseThrow();
        assertThat(standing.state()).isEqualTo(Standing.State.WAITING);
        assertThat(standing.until())
                .isBetween(
                        before.plus(Duration.ofMinutes(15)), host.ledger.now().plus(Duration.ofMinutes(15)));
        assertThat(host.status(id)).isEqualTo("pending");
    }

    @Test
    void later_parks_the_request_when_its_deadline_is_over_and_a_replay_begins_anew() {
        String id = purchase();
        String step = connect("later", "delay", "1", "deadline", "1");
        good(host.work(id, route -> route.to(step).to("connect:settle")));
        org.awaitility.Awaitility.await()
                .until(() -> host.ledger.standing(id).orElseThrow().state() == Standing.State.READY);

        FailedException overdue = failure(host.work(id, route -> route.to(step).to("connect:settle")));

        assertThat(overdue.failure().kind()).isEqualTo(FailureKind.OVERDUE);
        assertThat(overdue.failure().kind().passes()).isFalse();
        assertThat(overdue.getMessage()).contains("its deadline of 0.001s is over");
    }

    @Test
    void what_a_route_parks_is_kept_without_the_customers_data() {
        String id = sandbox.seed()
                .purchase()
                .param("subscription_id", "secret-value-1")
                .pending();

        good(host.work(
                id,
                route -> route.to(connect("park", "reason", "odd value ${body[asset][params]}"))
                        .to("connect:settle")));

        var letter = host.ledger.find(id).orElseThrow();
        assertThat(letter.state()).isEqualTo(Standing.State.PARKED);
        assertThat(letter.cause()).startsWith("odd value ").doesNotContain("secret-value-1");
        assertThat(letter.payload()).contains(id, "subscription_id").doesNotContain("secret-value-1");
    }

    @Test
    void a_body_that_cannot_be_written_as_json_is_a_fault_of_the_route_and_not_of_the_vendor() {
        String id = purchase();

        FailedException failed = failure(host.work(
                id, route -> route.setBody(e -> new Object()).to(connect("vendor", "step", "s", "path", "/x"))));

        assertThat(failed.failure().kind()).isEqualTo(FailureKind.ROUTE_FAULT);
        assertThat(failed).hasMessageContaining("a java.lang.Object cannot be written as JSON");
        assertThat(vendor.received()).isEmpty();
    }

    @Test
    void a_ledger_that_fails_is_waited_for_and_parks_nothing() {
        String id = purchase();

        Exchange exchange = host.work(
                id,
                route -> route.process(e -> e.setProperty(
                                Exchange.EXCEPTION_CAUGHT,
                                new io.connectprocessor.ledger.LedgerException("the database is restarting")))
                        .to("connect:classify"));

        assertThat(good(exchange).getMessage().getHeader(ConnectHeaders.FAILURE))
                .isEqualTo("retry");
    }

    @ParameterizedTest
    @CsvSource({"/etc/prices.csv, park", "'', retry"})
    void a_missing_file_in_a_step_is_parked_and_a_broken_connection_waited_for(String file, String way) {
        Exchange exchange = host.work(
                purchase(),
                route -> route.process(e -> e.setProperty(
                                Exchange.EXCEPTION_CAUGHT,
                                file.isEmpty()
                                        ? new java.net.SocketException("Connection reset")
                                        : new java.nio.file.NoSuchFileException(file)))
                        .to("connect:classify"));

        assertThat(good(exchange).getMessage().getHeader(ConnectHeaders.FAILURE))
                .isEqualTo(way);
        assertThat(host.component.intake().pauses()).isEmpty();
    }

    @Test
    void a_request_that_is_not_pending_any_more_is_dropped_before_any_effect() {
        String id = ready();
        List<String> heard = new ArrayList<>();
        host.component.intake().listen((kind, type, outcome, took) -> heard.add(type + " " + outcome.label()));
        Map<String, Object> row = host.atConnect(id);
        host.component.connect().approve(io.connectprocessor.connect.RequestKind.REQUEST, id, anyTemplate(id));
        host.ledger.sight(List.of(new io.connectprocessor.ledger.Sighting(
                id,
                "request",
                sandbox.assetOf(id),
                host.ledger.now(),
                sandbox.products().get(0),
                "purchase")));
        Exchange exchange = new DefaultExchange(host.context);
        exchange.getMessage().setBody(row);

        good(host.send(exchange, route -> route.to("connect:claim").to(connect("vendor", "step", "s", "path", "/x"))));

        assertThat(vendor.received()).isEmpty();
        assertThat(host.ledger.standing(id).orElseThrow().state()).isEqualTo(Standing.State.DECIDED);
        assertThat(heard).containsExactly("purchase dropped");
    }

    private String anyTemplate(String id) {
        return good(host.work(id, route -> route.to(connect("template", "template", ACTIVATION))))
                .getMessage()
                .getBody(String.class);
    }

    @Test
    void the_claim_ends_with_its_exchange_whatever_happens() {
        String id = purchase();

        host.work(id, route -> route.throwException(new IllegalStateException("bug")));

        assertThat(host.ledger.standing(id).orElseThrow().state()).isEqualTo(Standing.State.READY);
        assertThat(host.component.intake().onTheirWay()).isZero();
    }

    @Test
    void a_message_that_holds_no_request_is_a_fault() {
        for (Object body : Arrays.asList(null, "", "text", "[]", Map.of(), Map.of("id", 5), 7)) {
            Exchange exchange = new DefaultExchange(host.context);
            exchange.getMessage().setBody(body);

            FailedException failed = failure(host.send(exchange, route -> route.to("connect:claim")));

            assertThat(failed.failure().kind()).isEqualTo(FailureKind.ROUTE_FAULT);
            assertThat(failed.getMessage()).startsWith("connect:claim: the message ");
        }
    }
}
