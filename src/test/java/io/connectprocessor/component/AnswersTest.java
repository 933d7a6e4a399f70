package io.connectprocessor.component;

import static io.connectprocessor.component.Host.connect;
import static io.connectprocessor.component.Host.failure;
import static io.connectprocessor.component.Host.good;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.FailureKind;
import io.connectprocessor.http.RecordingServer;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What steps of a request were answered, read by a later step, or by a later run. */
class AnswersTest extends HostTest {

    private final RecordingServer vendor = new RecordingServer();

    @Override
    void configure(ConnectComponent component) {
        component.setVendorApiUrl(vendor.url().toString());
    }

    @AfterAll
    void closeVendor() {
        vendor.close();
    }

    @BeforeEach
    void forget() {
        vendor.received().clear();
        vendor.answering(200, "{\"id\":\"SUB/1\",\"plan\":{\"name\":\"gold\"},\"none\":null}");
    }

    private static String create() {
        return connect("vendor", "step", "create-subscription", "path", "/subscriptions");
    }

    private String created() {
        String id = sandbox.seed().purchase().pending();
        good(host.work(id, route -> route.to(create())));
        vendor.received().clear();
        return id;
    }

    private Object evaluate(String id, String expression) {
        Exchange exchange =
                good(host.work(id, route -> route.setProperty("seen").simple(expression, Object.class)));
        return exchange.getProperty("seen");
    }

    @Test
    void a_later_run_reads_them_in_one_line() {
        String id = created();

        assertThat(evaluate(id, "${exchangeProperty.ConnectAnswers[create-subscription][id]}"))
                .isEqualTo("SUB/1");
        assertThat(evaluate(id, "${exchangeProperty.ConnectAnswers[create-subscription][plan][name]}"))
                .isEqualTo("gold");
        assertThat(evaluate(id, "${exchangeProperty.ConnectAnswers[never-begun]}"))
                .isNull();
        assertThat(vendor.received()).isEmpty();
    }

    @Test
    void a_step_that_was_begun_and_not_answered_is_there_and_empty() {
        String id = sandbox.seed().purchase().pending();
        vendor.answering(503, "");
        failure(host.work(id, route -> route.to(create())));

        assertThat(evaluate(id, "${exchangeProperty.ConnectAnswers[create-subscription]}"))
                .isEqualTo(Map.of());
    }

    @Test
    void a_step_that_the_vendor_refused_was_never_begun() {
        String id = sandbox.seed().purchase().pending();
        vendor.answering(400, "");
        failure(host.work(id, route -> route.to(create())));

        assertThat(evaluate(id, "${exchangeProperty.ConnectAnswers[create-subscription]}"))
                .isNull();
    }

    @Test
    void a_step_reads_the_answer_to_the_one_before_it() {
        String id = sandbox.seed().purchase().pending();

        Exchange exchange = good(host.work(
                id,
                route -> route.to(create())
                        .setBody(e -> "overwritten")
                        .setProperty("seen")
                        .simple("${exchangeProperty.ConnectAnswers[create-subscription][id]}")));

        assertThat(exchange.getProperty("seen")).isEqualTo("SUB/1");
    }

    @Test
    void of_two_rounds_the_last_counts() {
        String id = created();
        vendor.answering(200, "{\"id\":\"SUB-2\"}");

        good(host.work(id, route -> route.setBody(e -> Map.of("other", "input")).to(create() + "&onChange=call")));

        assertThat(evaluate(id, "${exchangeProperty.ConnectAnswers[create-subscription][id]}"))
                .isEqualTo("SUB-2");
    }

    @Test
    void a_path_holds_a_field_of_an_answer_in_one_segment() {
        String id = created();

        good(host.work(
                id,
                route -> route.to(connect(
                        "vendor",
                        "step",
                        "rename",
                        "path",
                        "/subscriptions/{create-subscription[id]}/{create-subscription[plan][name]}",
                        "query",
                        "of={create-subscription[id]}"))));

        assertThat(vendor.received())
                .singleElement()
                .satisfies(call -> assertThat(call.uri()).isEqualTo("/subscriptions/SUB%2F1/gold?of=SUB%2F1"));
    }

    @Test
    void a_field_that_the_answer_has_not_is_a_fault_before_any_call() {
        String id = created();
        for (String missing : new String[] {
            "create-subscription[key]", "create-subscription[none]", "create-subscription[id][x]", "never-begun[id]"
        }) {
            FailedException failed = failure(
                    host.work(id, route -> route.to(connect("vendor", "step", "s", "path", "/x/{" + missing + "}"))));

            assertThat(failed.failure().kind()).isEqualTo(FailureKind.ROUTE_FAULT);
            assertThat(failed.getMessage()).contains("answer " + missing + " of " + id + " is empty");
        }
        assertThat(vendor.received()).isEmpty();
    }

    @Test
    void nobody_writes_to_them_and_no_log_shows_them() {
        String id = created();
        AnswerView view =
                new AnswerView(host.ledger, id, bytes -> new String(bytes, java.nio.charset.StandardCharsets.UTF_8));

        assertThat(view).hasSize(1);
        assertThat(view.toString()).isEqualTo("answers to steps of " + id);
        org.assertj.core.api.Assertions.assertThatThrownBy(view::clear)
                .isInstanceOf(UnsupportedOperationException.class);
    }
}
