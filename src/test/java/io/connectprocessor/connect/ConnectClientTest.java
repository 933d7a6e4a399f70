package io.connectprocessor.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.connectprocessor.failure.Api;
import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.FailureKind;
import io.connectprocessor.http.HttpGateway;
import io.connectprocessor.http.HttpOptions;
import io.connectprocessor.http.RecordingServer;
import io.connectprocessor.http.RecordingServer.Received;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.service.ServiceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectClientTest {

    private final CamelContext context = new DefaultCamelContext();
    private final RecordingServer server = new RecordingServer();
    private final Json json = new Json();
    private HttpGateway gateway;
    private ConnectClient connect;

    @BeforeEach
    void start() {
        context.start();
        gateway = new HttpGateway(
                context,
                Api.CONNECT,
                new HttpOptions(
                        URI.create(server.url() + "/public/v1"),
                        "ApiKey SU-1:x",
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(20),
                        4,
                        null,
                        "test",
                        0));
        ServiceHelper.startService(gateway);
        connect = new ConnectClient(gateway, json, Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC));
    }

    @AfterEach
    void stop() throws Exception {
        ServiceHelper.stopAndShutdownService(gateway);
        context.close();
        server.close();
    }

    private void sent(String method, String uri, String body) throws Exception {
        Received call = server.only();
        assertThat(call.method() + " " + call.uri()).isEqualTo(method + " /public/v1" + uri);
        if (body == null) {
            assertThat(call.body()).isEmpty();
        } else {
            assertThat(json.value(call.body())).isEqualTo(json.value(body.getBytes()));
        }
    }

    /** Answers POST with the one and GET with the other. */
    private void onPost(RecordingServer.Answer post, RecordingServer.Answer get) {
        server.answering((call, received) -> (received.method().equals("POST") ? post : get).to(call, received));
    }

    private static RecordingServer.Answer lost() {
        return (call, received) -> call.close();
    }

    @Test
    void a_request_is_approved_with_template_id() throws Exception {
        server.answering(200, "{\"id\":\"PR-1\",\"status\":\"approved\"}");

        Map<String, Object> after = connect.approve(RequestKind.REQUEST, "PR-1", "TL-1");

        assertThat(after).containsEntry("status", "approved");
        sent("POST", "/requests/PR-1/approve", "{\"template_id\":\"TL-1\"}");
    }

    @Test
    void a_tier_request_is_approved_with_a_template_object() throws Exception {
        connect.approve(RequestKind.TIER_REQUEST, "TCR-1", "TL-1");

        sent("POST", "/tier/config-requests/TCR-1/approve", "{\"template\":{\"id\":\"TL-1\"}}");
    }

    @Test
    void a_request_is_failed_with_a_reason() throws Exception {
        connect.fail(RequestKind.REQUEST, "PR-1", "No \"stock\"");

        sent("POST", "/requests/PR-1/fail", "{\"reason\":\"No \\\"stock\\\"\"}");
    }

    @Test
    void a_tier_request_answers_fail_and_inquire_with_204() throws Exception {
        server.answering(204, "");

        assertThat(connect.fail(RequestKind.TIER_REQUEST, "TCR-1", "no")).isNull();
        sent("POST", "/tier/config-requests/TCR-1/fail", "{\"reason\":\"no\"}");
        assertThat(connect.inquire(RequestKind.TIER_REQUEST, "TCR-1", null)).isNull();
        assertThat(server.received().get(1).text()).isEqualTo("{}");
        assertThat(server.received().get(1).uri()).isEqualTo("/public/v1/tier/config-requests/TCR-1/inquire");
    }

    @Test
    void a_tier_request_may_answer_fail_and_inquire_with_itself() {
        server.answering(200, "{\"id\":\"TCR-1\",\"status\":\"failed\"}");
        assertThat(connect.fail(RequestKind.TIER_REQUEST, "TCR-1", "no")).containsEntry("status", "failed");

        server.answering(200, "{\"id\":\"TCR-1\",\"status\":\"inquiring\"}");
        assertThat(connect.inquire(RequestKind.TIER_REQUEST, "TCR-1", null)).containsEntry("status", "inquiring");
    }

    @Test
    void a_tier_request_has_its_effective_date_within_the_template() throws Exception {
        connect.approve(RequestKind.TIER_REQUEST, "TCR-1", new Approval("TL-1", null, "2026-01-31T08:15:00+00:00"));

        sent(
                "POST",
                "/tier/config-requests/TCR-1/approve",
                "{\"template\":{\"id\":\"TL-1\",\"effective_date\":\"2026-01-31T08:15:00+00:00\"}}");
    }

    @Test
    void an_account_request_is_accepted_with_nothing_and_ignored_with_a_reason() throws Exception {
        server.answering(200, "{\"id\":\"TAR-1\",\"status\":\"accepted\"}");
        assertThat(connect.accept("TAR-1")).containsEntry("status", "accepted");
        sent("POST", "/tier/account-requests/TAR-1/accept", "{}");
        server.received().clear();

        server.answering(200, "{\"id\":\"TAR-1\",\"status\":\"ignored\"}");
        assertThat(connect.ignore("TAR-1", "Not ours")).containsEntry("status", "ignored");
        sent("POST", "/tier/account-requests/TAR-1/ignore", "{\"reason\":\"Not ours\"}");
    }

    @ParameterizedTest
    @CsvSource({"400, TAR_003", "409, TAR_003", "400, TAR_004", "409, TAR_004"})
    void accepting_what_is_accepted_already_is_a_success(int status, String code) {
        onPost(
                RecordingServer.json(status, "{\"error_code\":\"" + code + "\",\"errors\":[\"Not allowed\"]}"),
                RecordingServer.json(200, "{\"status\":\"accepted\"}"));

        assertThat(connect.accept("TAR-1")).containsEntry("status", "accepted");
        FailedException failed = catchThrowableOfType(FailedException.class, () -> connect.ignore("TAR-1", "no"));
        assertThat(failed.failure().kind()).isEqualTo(FailureKind.REFUSED);
        assertThat(failed.failure().code()).isEqualTo(code);
    }

    @Test
    void a_request_is_inquired_with_template_id() throws Exception {
        connect.inquire(RequestKind.REQUEST, "PR-1", "TL-2");

        sent("POST", "/requests/PR-1/inquire", "{\"template_id\":\"TL-2\"}");
    }

    @Test
    void parameters_of_a_request_are_put_below_its_asset() throws Exception {
        connect.update(RequestKind.REQUEST, "PR-1", List.of(Map.of("id", "a", "value", "1")));

        sent("PUT", "/requests/PR-1", "{\"asset\":{\"params\":[{\"id\":\"a\",\"value\":\"1\"}]}}");
    }

    @Test
    void what_an_update_is_answered_is_checked_when_somebody_looks_at_more_than_its_status() {
        server.answering(200, "{\"id\":\"PR-1\",\"type\":\"purchase\",\"status\":\"pending\",\"asset\":7}");

        Map<String, Object> after =
                connect.update(RequestKind.REQUEST, "PR-1", List.of(Map.of("id", "a", "value", "1")));

        assertThat(after.get("status")).isEqualTo("pending");
        assertThatThrownBy(() -> after.get("asset"))
                .isInstanceOf(MalformedRequestException.class)
                .hasMessageContaining("asset");
    }

    @Test
    void parameters_of_a_tier_request_are_put_at_its_top() throws Exception {
        connect.update(RequestKind.TIER_REQUEST, "TCR-1", List.of(Map.of("id", "a", "value", "1")));

        sent("PUT", "/tier/config-requests/TCR-1", "{\"params\":[{\"id\":\"a\",\"value\":\"1\"}]}");
    }

    @Test
    void a_request_is_read_by_its_id() throws Exception {
        connect.get(RequestKind.REQUEST, "PR-1/../x");

        sent("GET", "/requests/PR-1%2F..%2Fx", null);
    }

    @Test
    void a_tier_request_is_read_by_its_id() throws Exception {
        connect.get(RequestKind.TIER_REQUEST, "TCR-1");

        sent("GET", "/tier/config-requests/TCR-1", null);
    }

    @Test
    void a_product_is_read_by_its_id() throws Exception {
        connect.product("PRD-1");

        sent("GET", "/products/PRD-1", null);
    }

    @Test
    void a_list_is_a_page_with_its_total() throws Exception {
        server.answering(200, "[{\"id\":\"PR-1\"},null,7]", "Content-Range", "items 0-2/250");

        Page page = connect.list(RequestKind.REQUEST, "eq(status,pending)&limit=3");

        assertThat(page.rows()).hasSize(3);
        assertThat(page.total()).isEqualTo(250);
        sent("GET", "/requests?eq(status,pending)&limit=3", null);
    }

    @Test
    void tier_requests_and_templates_have_lists_of_their_own() {
        server.answering(200, "[]");

        connect.list(RequestKind.TIER_REQUEST, "limit=1");
        connect.templates("PRD-1", "eq(scope,asset)");

        assertThat(server.received())
                .extracting(Received::uri)
                .containsExactly(
                        "/public/v1/tier/config-requests?limit=1",
                        "/public/v1/products/PRD-1/templates?eq(scope,asset)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"items 0-99/250 | 250", "items */0 | 0", "items 0-9/* | -1", "nonsense | -1", "'' | -1"})
    void a_total_is_read_from_content_range(String header, long total) {
        assertThat(Page.total(header)).isEqualTo(total);
        assertThat(Page.total(null)).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"approve", "fail", "inquire"})
    void an_action_whose_answer_was_lost_succeeded_if_the_request_says_so(String action) {
        String status = action.equals("approve") ? "approved" : action.equals("fail") ? "failed" : "inquiring";
        for (RequestKind kind : new RequestKind[] {RequestKind.REQUEST, RequestKind.TIER_REQUEST}) {
            onPost(lost(), RecordingServer.json(200, "{\"id\":\"X-1\",\"status\":\"" + status + "\"}"));

            Map<String, Object> after = act(action, kind);

            assertThat(after).containsEntry("status", status);
        }
        assertThat(server.received())
                .extracting(Received::method)
                .as("the action is never sent again")
                .containsExactly("POST", "GET", "POST", "GET");
    }

    private Map<String, Object> act(String action, RequestKind kind) {
        return switch (action) {
            case "approve" -> connect.approve(kind, "X-1", "TL-1");
            case "fail" -> connect.fail(kind, "X-1", "reason");
            default -> connect.inquire(kind, "X-1", null);
        };
    }

    @ParameterizedTest
    @CsvSource({"REQUEST, REQ_003", "TIER_REQUEST, TC_006"})
    void approving_what_is_approved_already_is_a_success(RequestKind kind, String code) {
        onPost(
                RecordingServer.json(400, "{\"error_code\":\"" + code + "\",\"errors\":[\"Not allowed\"]}"),
                RecordingServer.json(200, "{\"status\":\"approved\"}"));

        assertThat(connect.approve(kind, "X-1", "TL-1")).containsEntry("status", "approved");
    }

    @ParameterizedTest
    @CsvSource({"REQUEST, REQ_003, pending", "TIER_REQUEST, TC_006, pending", "REQUEST, REQ_003, failed"})
    void a_refused_approval_of_what_is_not_approved_stays_refused(RequestKind kind, String code, String status) {
        onPost(
                RecordingServer.json(400, "{\"error_code\":\"" + code + "\",\"errors\":[\"Not allowed\"]}"),
                RecordingServer.json(200, "{\"status\":\"" + status + "\"}"));

        FailedException failed =
                catchThrowableOfType(FailedException.class, () -> connect.approve(kind, "X-1", "TL-1"));

        assertThat(failed).hasMessage("Tried to approve X-1, but Connect answered 400 " + code + ": Not allowed");
        assertThat(failed.failure().kind()).isEqualTo(FailureKind.REFUSED);
        assertThat(failed.failure().code()).isEqualTo(code);
    }

    @Test
    void a_template_that_does_not_fit_a_tier_request_is_refused_with_what_to_do() {
        onPost(
                RecordingServer.json(400, "{\"error_code\":\"TC_012\",\"errors\":[\"No such template\"]}"),
                RecordingServer.json(200, "{\"status\":\"pending\"}"));

        FailedException failed = catchThrowableOfType(
                FailedException.class, () -> connect.approve(RequestKind.TIER_REQUEST, "TCR-1", "TL-1"));

        assertThat(failed.failure().kind()).isEqualTo(FailureKind.REFUSED);
        assertThat(failed.advice()).contains("scope tier1 or tier2").contains("connect.template.tier");
    }

    @Test
    void a_lost_approval_of_what_is_still_pending_is_transient() {
        onPost(lost(), RecordingServer.json(200, "{\"status\":\"pending\"}"));

        FailedException failed =
                catchThrowableOfType(FailedException.class, () -> connect.approve(RequestKind.REQUEST, "PR-1", "TL-1"));

        assertThat(failed.failure().kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(server.received()).hasSize(2);
    }

    @Test
    void a_lost_approval_that_cannot_be_looked_up_is_what_it_was() {
        onPost(RecordingServer.json(502, "<html>"), RecordingServer.json(401, "{}"));

        FailedException failed =
                catchThrowableOfType(FailedException.class, () -> connect.approve(RequestKind.REQUEST, "PR-1", "TL-1"));

        assertThat(failed.failure().status()).isEqualTo(502);
        assertThat(failed.getSuppressed()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 409, 429})
    void an_action_that_surely_had_no_effect_is_not_looked_up(int status) {
        server.answering(status, "{}");

        FailedException failed =
                catchThrowableOfType(FailedException.class, () -> connect.approve(RequestKind.REQUEST, "PR-1", "TL-1"));

        assertThat(failed.failure().status()).isEqualTo(status);
        assertThat(server.received()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html><body>Sign in</body></html>",
                "{\"id\":\"PR-1\",\"sta",
                "",
                "null",
                "[]",
                "\"text\"",
                "{} {}"
            })
    void a_good_status_without_the_json_expected_is_transient(String body) {
        server.answering(200, body);

        FailedException failed =
                catchThrowableOfType(FailedException.class, () -> connect.get(RequestKind.REQUEST, "PR-1"));

        assertThat(failed).hasMessage("Tried to read PR-1, but Connect answered 200: not the JSON that was expected");
        assertThat(failed.failure().kind()).isEqualTo(FailureKind.TRANSIENT);
    }

    @Test
    void an_action_answered_with_html_is_looked_up() {
        onPost(RecordingServer.json(200, "<html></html>"), RecordingServer.json(200, "{\"status\":\"approved\"}"));

        assertThat(connect.approve(RequestKind.REQUEST, "PR-1", "TL-1")).containsEntry("status", "approved");
    }

    @Test
    void a_list_that_is_no_array_is_transient() {
        server.answering(200, "{\"results\":[]}");

        FailedException failed =
                catchThrowableOfType(FailedException.class, () -> connect.list(RequestKind.REQUEST, "limit=1"));

        assertThat(failed.failure().kind()).isEqualTo(FailureKind.TRANSIENT);
    }

    @Test
    void a_refused_key_says_what_to_check() {
        server.answering(401, "{\"error_code\":\"AUTH_001\",\"errors\":[\"API request is unauthorized.\"]}");

        FailedException failed =
                catchThrowableOfType(FailedException.class, () -> connect.get(RequestKind.REQUEST, "PR-1"));

        assertThat(failed.failure().kind()).isEqualTo(FailureKind.UNAUTHORIZED);
        assertThat(failed.sentences())
                .isEqualTo("Tried to read PR-1, but Connect answered 401 AUTH_001: API request is unauthorized."
                        + " Check connect.api-key: is it complete, not revoked, and allowed for this module?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"errors\":\"one\"} | Connect answered 404",
                "{\"error_code\":5,\"errors\":[1,null]} | Connect answered 404: 1; null",
                "<html>Not Found</html> | Connect answered 404: <html>Not Found</html>",
                "'' | Connect answered 404",
                "[\"a\"] | Connect answered 404: [\"a\"]"
            })
    void an_odd_error_body_is_told_as_far_as_it_goes(String body, String what) {
        server.answering(404, body);

        FailedException failed =
                catchThrowableOfType(FailedException.class, () -> connect.get(RequestKind.REQUEST, "PR-1"));

        assertThat(failed.failure().what()).isEqualTo(what);
    }

    @Test
    void retry_after_closes_the_gate_for_all_calls() {
        server.answering(429, "{}", "Retry-After", "60");

        FailedException first =
                catchThrowableOfType(FailedException.class, () -> connect.get(RequestKind.REQUEST, "PR-1"));
        FailedException second =
                catchThrowableOfType(FailedException.class, () -> connect.get(RequestKind.REQUEST, "PR-2"));

        assertThat(first.failure().retryAfter()).isEqualTo(Duration.ofSeconds(60));
        assertThat(second.failure().kind()).isEqualTo(FailureKind.THROTTLED);
        assertThat(second.failure().answered()).isFalse();
        assertThat(second).hasMessageStartingWith("Tried to read PR-2, but calls to Connect are held back");
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void a_body_keeps_all_that_was_sent() throws Exception {
        server.answering(
                200,
                "{\"id\":\"PR-1\",\"unheard_of\":{\"a\":[1,null]},\"price\":12.3400000000000000001,\"text\":\"\uD83D\uDE80\"}");

        Map<String, Object> read = connect.get(RequestKind.REQUEST, "PR-1");

        assertThat(json.text(read))
                .isEqualTo("{\"id\":\"PR-1\",\"unheard_of\":{\"a\":[1,null]},"
                        + "\"price\":12.3400000000000000001,\"text\":\"\uD83D\uDE80\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a-b_c.d~9 | a-b_c.d~9",
                "a b/c | a%20b%2Fc",
                "{{env:HOME}} | %7B%7Benv%3AHOME%7D%7D",
                "é\uD83D\uDE80 | %C3%A9%F0%9F%9A%80",
                "%2F?&=+ | %252F%3F%26%3D%2B"
            })
    void a_segment_of_a_path_is_percent_encoded(String text, String encoded) {
        assertThat(Json.percentEncode(text)).isEqualTo(encoded);
    }

    @Test
    void kinds_are_named_by_resource_and_label() {
        for (RequestKind kind : RequestKind.values()) {
            assertThat(RequestKind.ofResource(kind.resource())).isEqualTo(kind);
            assertThat(RequestKind.ofLabel(kind.label())).isEqualTo(kind);
        }
        assertThat(catchThrowableOfType(IllegalArgumentException.class, () -> RequestKind.ofResource("tier-request")))
                .hasMessage(
                        "There is no resource \"tier-request\". Write resource: requests, resource: tier-requests or"
                                + " resource: tier-account-requests.");
    }
}
