package io.connectprocessor.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectprocessor.ledger.Standing.State;
import io.connectprocessor.routes.VendorDoor.Seen;
import io.connectprocessor.sandbox.RequestSeed;
import io.connectprocessor.usage.SourceRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What customers, the platform and the vendor may write, through every shipped route: it arrives as it is or the request is parked, nothing in it
 * is evaluated, and it changes neither where a call goes nor which headers it has.
 */
@Timeout(120)
class HostileContentTest {

    @RegisterExtension
    static final RouteFixture ROUTES = RouteFixture.shipped();

    /** Lone surrogates can stand in JSON only escaped. */
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    /** The platform takes no longer ones. */
    private static final int LONGEST_VALUE = 2048;

    private static final int LONGEST_REASON = 500;

    private static final Set<String> HEADERS = Set.of(
            "accept",
            "accept-encoding",
            "connection",
            "content-length",
            "content-type",
            "host",
            "idempotency-key",
            "user-agent");

    static List<String> hostile() {
        return List.of(
                "${body} ${header.ConnectRequestId} ${bean:evil} ${env:HOME} $simple{body} ${exception.stacktrace}",
                "{{env:HOME}} {{connect.api-key}} {{?vendor.api-key}} {{sys:user.home}}",
                "RAW({{env:HOME}}&x=y) RAW{a&b}",
                "#bean:evil #class:java.lang.Runtime #property:connect.api-key #type:javax.sql.DataSource",
                "?x=y&httpMethod=DELETE&bridgeEndpoint=true#fragment;jsessionid=1",
                "../../resellers/..;/%2e%2e%2f %00 \\..\\",
                "\",\"injected\":true,\"x\":\"",
                "'; DROP TABLE ledger_request; -- ${jndi:ldap://127.0.0.1:1/a}",
                "one\r\nX-Injected: 1\r\n\r\nGET /elsewhere HTTP/1.1\r\nHost: evil.invalid",
                "nul \0 bell \u0007 escape \u001B[2J \u009B31m",
                "half \uD800 and \uDC00, turned \uDC00\uD800, whole \uD83D\uDE80",
                "\u202E right to left \u2066 \u200F \uFEFF \u2028 \u2029 \u00EF\u0301",
                "x".repeat(100_000),
                "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
                "http://169.254.169.254/latest/meta-data/",
                "a=1,subscription_id=stolen,b=${body[id]}",
                "1e999999999");
    }

    private static ObjectNode spoilt(ObjectNode json, String text) {
        json.put("note", text);
        json.put("reason", text);
        ObjectNode asset = (ObjectNode) json.get("asset");
        asset.put("external_id", text);
        ((ObjectNode) asset.at("/tiers/customer")).put("name", text).put("external_id", text);
        ((ObjectNode) asset.at("/tiers/tier1")).put("name", text);
        asset.withArray("items")
                .forEach(item -> ((ObjectNode) item).put("display_name", text).put("mpn", text));
        for (JsonNode parameter : asset.withArray("params")) {
            ((ObjectNode) parameter).put("title", text).put("name", text).put("description", text);
            if (parameter.path("phase").asText().equals("ordering")) {
                ((ObjectNode) parameter).put("value", text);
            }
        }
        asset.withArray("params")
                .addObject()
                .put("id", text)
                .put("value", text)
                .put("type", "text")
                .put("phase", "ordering");
        return json;
    }

    private static ObjectNode withAssetOf(ObjectNode json, String text) {
        ((ObjectNode) json.get("asset")).put("id", text);
        return json;
    }

    private static JsonNode sent(Seen call) {
        try {
            return JSON.readTree(call.body());
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + call.body(), e);
        }
    }

    /** The one call for the request, which carries no header and names no place that the text brought. */
    private static Seen onlyCall(String id) {
        assertThat(ROUTES.vendor().calls(id)).as(id).hasSize(1);
        Seen call = ROUTES.vendor().calls(id).get(0);
        assertThat(HEADERS).containsAll(call.headers().keySet());
        assertThat(call.path()).matches("/(subscriptions(/SUB-[A-Z0-9-]+(/[a-z]+)?)?|resellers)");
        assertThat(ROUTES.effects(id)).as(id).isEqualTo(1);
        return call;
    }

    @ParameterizedTest
    @ValueSource(strings = {"purchase", "change", "suspend", "resume", "cancel", "adjustment", "renew", "transfer"})
    void what_a_request_says_arrives_as_it_is(String type) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String text : hostile()) {
            RequestSeed request = ROUTES.seed().request(type).poison(json -> spoilt(json, text));
            if (type.equals("transfer")) {
                String older = ROUTES.seed().change().pending();
                request.param("subscription_id", ROUTES.parameter(older, "subscription_id"));
            }
            texts.put(request.pending(), text);
        }

        ROUTES.poll();

        texts.forEach((id, text) -> {
            assertThat(ROUTES.standing(id)).as(text).isEqualTo(State.DECIDED);
            assertThat(ROUTES.status(id)).isEqualTo("approved");
            JsonNode sent = sent(onlyCall(id));
            assertThat(sent.at("/items/0/mpn").asText()).isEqualTo(text);
            if (type.equals("purchase")) {
                assertThat(sent.at("/customer/name").asText()).isEqualTo(text);
            }
            assertThat(ROUTES.doubleActions(id)).isZero();
        });
    }

    @Test
    void what_names_the_asset_arrives_as_it_is() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String text : hostile()) {
            RequestSeed order = ROUTES.seed().purchase().poison(json -> withAssetOf(json, text));
            texts.put(order.pending(), text);
        }

        ROUTES.poll();

        texts.forEach((id, text) -> {
            assertThat(ROUTES.status(id)).as(text).isEqualTo("approved");
            assertThat(sent(onlyCall(id)).at("/asset_id").asText()).isEqualTo(text);
        });
    }

    @Test
    void what_is_taken_back_is_confirmed_whatever_it_says() {
        List<String> ids = new ArrayList<>();
        for (String text : hostile()) {
            ids.add(ROUTES.seed()
                    .purchase()
                    .poison(json -> spoilt(json, text))
                    .status("revoking")
                    .plant());
        }

        ROUTES.poll();

        assertThat(ids).allSatisfy(id -> {
            assertThat(ROUTES.status(id)).isEqualTo("revoked");
            assertThat(ROUTES.vendor().calls(id)).isEmpty();
        });
    }

    @Test
    void what_an_account_says_is_only_noted() {
        List<String> ids = new ArrayList<>();
        for (String text : hostile()) {
            ids.add(ROUTES.seed().tierAccountRequest().field("name", text).plant());
        }

        ROUTES.poll();

        assertThat(ids).allSatisfy(id -> assertThat(ROUTES.status(id)).isEqualTo("accepted"));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void what_the_vendor_answers_is_saved_as_it_is(String text) throws Exception {
        String order = ROUTES.seed().purchase().pending();
        ROUTES.vendor().answerNext(201, JSON.writeValueAsString(Map.of("id", text, "status", text)));
        ROUTES.process(order);
        if (text.length() > LONGEST_VALUE) {
            assertThat(ROUTES.standing(order)).isEqualTo(State.PARKED);
            assertThat(ROUTES.letter(order).cause()).contains("Connect answered 400");
            return;
        }
        assertThat(ROUTES.parameter(order, "subscription_id")).isEqualTo(text);
        assertThat(ROUTES.status(order)).isEqualTo("approved");

        String reseller = ROUTES.seed().tierSetup().plant();
        ROUTES.vendor().answerNext(201, JSON.writeValueAsString(Map.of("id", text)));
        ROUTES.process(reseller);
        assertThat(ROUTES.parameter(reseller, "reseller_id")).isEqualTo(text);
        assertThat(ROUTES.status(reseller)).isEqualTo("approved");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void why_the_vendor_declines_reaches_the_customer_as_it_is(String text) throws Exception {
        for (String id : List.of(
                ROUTES.seed().purchase().pending(), ROUTES.seed().change().pending())) {
            ROUTES.vendor().answerNext(400, JSON.writeValueAsString(Map.of("declined", text)));

            ROUTES.process(id);

            assertThat(ROUTES.status(id)).isEqualTo("failed");
            assertThat(ROUTES.reason(id))
                    .isEqualTo(text.length() > LONGEST_REASON ? text.substring(0, LONGEST_REASON) : text);
        }
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void what_the_vendor_refuses_with_is_kept_on_one_line_and_short(String text) throws Exception {
        String id = ROUTES.seed().suspend().pending();
        ROUTES.vendor().answerNext(418, JSON.writeValueAsString(text));

        ROUTES.process(id);

        assertThat(ROUTES.standing(id)).isEqualTo(State.PARKED);
        assertThat(ROUTES.letter(id).cause())
                .hasSizeLessThan(500)
                .doesNotContainPattern("[\\p{Cntrl}\\x{80}-\\x{9F}\\u202A-\\u202E\\u2066-\\u2069]");
        assertThat(ROUTES.status(id)).isEqualTo("pending");
    }

    /** A number that would be a gigabyte of digits. */
    @Test
    void a_number_that_cannot_be_written_out_stays_short() {
        String order = ROUTES.seed().purchase().pending();
        ROUTES.vendor().answerNext(201, "{\"id\": 1e999999999}");

        ROUTES.process(order);

        assertThat(ROUTES.parameter(order, "subscription_id")).isEqualTo("1E+999999999");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "\uD800", "SUB-\uDC00-1"})
    void an_id_that_no_path_can_carry_parks_before_any_call(String subscription) {
        for (String id : List.of(
                ROUTES.seed().suspend().param("subscription_id", subscription).pending(),
                ROUTES.seed()
                        .adjustment()
                        .param("subscription_id", subscription)
                        .pending())) {
            ROUTES.process(id);

            assertThat(ROUTES.standing(id)).isEqualTo(State.PARKED);
            assertThat(ROUTES.letter(id).cause()).containsAnyOf("is a dot", "half of a character");
            assertThat(ROUTES.vendor().calls(id)).isEmpty();
        }
    }

    @Test
    void what_the_vendor_meters_arrives_as_it_is() throws Exception {
        String asset = ROUTES.sandbox().asset().create();
        for (String text : hostile()) {
            ROUTES.sandbox()
                    .vendorUsage(text)
                    .asset(asset)
                    .mpn(text)
                    .with("v.note", text)
                    .time("2026-02-01 00:00:00", "2026-02-28 23:59:59")
                    .add();
        }
        List<Object> notes = new ArrayList<>();
        try (var template = ROUTES.context().createProducerTemplate()) {
            Iterator<?> records = (Iterator<?>) template.requestBodyAndHeaders(
                    "direct:on-usage",
                    null,
                    Map.of("ConnectUsageFrom", "2026-02-01T00:00:00Z", "ConnectUsageTo", "2026-03-01T00:00:00Z"));
            records.forEachRemaining(row -> notes.add(((SourceRow) row).values().get("v.note")));
        }

        assertThat(notes).containsExactlyInAnyOrderElementsOf(List.copyOf(hostile()));
    }
}
