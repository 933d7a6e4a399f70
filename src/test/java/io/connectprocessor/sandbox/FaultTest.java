package io.connectprocessor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultTest {

    private static final String APPROVAL = "{\"template_id\":\"TL-100-200-300-001\"}";

    private final Sandbox sandbox = Sandbox.builder().start();
    private final Caller caller = new Caller(sandbox);
    private final String id = sandbox.seed().change().pending();

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void a_status_comes_with_retry_after_and_has_no_effect() {
        sandbox.addFault(Fault.status(429)
                .onConnect()
                .onAction("approve")
                .withRetryAfter(Duration.ofSeconds(7))
                .times(1));

        Caller.Answer first = caller.approve(id);
        String between = status();
        Caller.Answer second = caller.approve(id);

        assertThat(first.status()).isEqualTo(429);
        assertThat(first.raw().headers().firstValue("Retry-After")).contains("7");
        assertThat(between).isEqualTo("pending");
        assertThat(second.status()).isEqualTo(200);
        assertThat(sandbox.books().faults()).containsEntry("STATUS", 1L);
    }

    @Test
    void a_lost_reply_takes_effect() {
        sandbox.addFault(Fault.replyLost().onAction("approve"));

        assertThatThrownBy(this::tryApprove).isInstanceOf(IOException.class);

        assertThat(status()).isEqualTo("approved");
    }

    @Test
    void a_connection_closed_before_has_no_effect() {
        sandbox.addFault(Fault.connectionClosedBefore().onAction("approve"));

        assertThatThrownBy(this::tryApprove).isInstanceOf(IOException.class);

        assertThat(status()).isEqualTo("pending");
    }

    @Test
    void a_truncated_reply_takes_effect() {
        sandbox.addFault(Fault.truncated().onAction("approve"));

        assertThatThrownBy(this::tryApprove).isInstanceOf(IOException.class);

        assertThat(status()).isEqualTo("approved");
    }

    @Test
    void an_effect_may_be_answered_as_an_error() {
        sandbox.addFault(Fault.effectThenStatus(500).onAction("approve"));

        assertThat(caller.approve(id).status()).isEqualTo(500);
        assertThat(status()).isEqualTo("approved");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 502})
    void a_gateway_answers_in_html(int code) {
        sandbox.addFault(Fault.html(code).onAction("approve"));

        Caller.Answer answer = caller.approve(id);

        assertThat(answer.status()).isEqualTo(code);
        assertThat(answer.raw().headers().firstValue("Content-Type")).contains("text/html");
        assertThat(answer.body()).startsWith("<html>");
        assertThat(status()).isEqualTo("pending");
    }

    @Test
    void a_slow_call_is_slept_on_and_then_answered() {
        sandbox.addFault(Fault.slow(Duration.ofMillis(5)).onMethod("GET").onPath("^/requests/PR-"));

        assertThat(caller.get("/requests/" + id).status()).isEqualTo(200);
        assertThat(sandbox.books().faults()).containsEntry("SLOW", 1L);
    }

    @Test
    void a_rule_fires_on_the_nth_call_that_fits() {
        sandbox.addFault(Fault.status(503).onAction("get-request").onCall(3));

        assertThat(statuses(5)).containsExactly(200, 200, 503, 200, 200);
    }

    @Test
    void chance_repeats_itself_with_the_same_seed() {
        Fault fault =
                Fault.status(503).onAction("get-request").withProbability(0.5).withSeed(11);
        sandbox.addFault(fault);
        List<Integer> first = statuses(30);
        sandbox.clearFaults();
        sandbox.addFault(fault);

        assertThat(first).contains(200, 503);
        assertThat(statuses(30)).isEqualTo(first);
    }

    @Test
    void a_rule_of_the_vendor_leaves_connect_alone() {
        sandbox.addFault(Fault.status(503).onVendor());

        assertThat(caller.get("/requests/" + id).status()).isEqualTo(200);
        assertThat(caller.vendor("POST", "/subscriptions", "{}").status()).isEqualTo(503);
    }

    @Test
    void other_processes_add_and_clear_faults_and_refuse_the_key_over_http() {
        Caller.Answer added = caller.control(
                "POST",
                "/faults",
                "{\"kind\":\"STATUS\",\"api\":\"CONNECT\",\"action\":\"get-request\",\"status\":503}");
        int faulty = caller.get("/requests/" + id).status();
        caller.control("DELETE", "/faults", null);
        int sound = caller.get("/requests/" + id).status();
        caller.control("POST", "/key/refuse", null);
        int refused = caller.get("/requests/" + id).status();
        caller.control("POST", "/key/accept", null);
        int accepted = caller.get("/requests/" + id).status();

        assertThat(added.status()).isEqualTo(204);
        assertThat(List.of(faulty, sound, refused, accepted)).containsExactly(503, 200, 401, 200);
        assertThat(caller.control("POST", "/faults", "{\"kind\":\"NONE\"}").status())
                .isEqualTo(400);
    }

    private List<Integer> statuses(int calls) {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            statuses.add(caller.get("/requests/" + id).status());
        }
        return statuses;
    }

    private void tryApprove() throws IOException {
        String url = sandbox.connectUrl() + "/requests/" + id + "/approve";
        caller.trySend("POST", url, APPROVAL, "Authorization", sandbox.apiKey());
    }

    private String status() {
        return (String) sandbox.requestJson(id).get("status");
    }
}
