package io.connectprocessor.component;

import static io.connectprocessor.component.Host.connect;
import static io.connectprocessor.component.Host.failure;
import static io.connectprocessor.component.Host.good;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectprocessor.failure.FailureKind;
import io.connectprocessor.sandbox.Fault;
import io.connectprocessor.sandbox.SandboxRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code connect:message} writes, and that an order never depends on it. */
class MessageTest extends HostTest {

    private static final String HELLO = connect("message", "text", "Hello ${body[id]}");

    @Override
    void configure(ConnectComponent component) {
        component.setRetryAttempts(1);
    }

    private SandboxRequest purchase() {
        return sandbox.request("purchase").status("pending").create();
    }

    @Test
    void a_text_is_written_once_however_often_the_route_runs_and_the_body_stays() {
        SandboxRequest order = purchase();

        Exchange first = good(host.work(order.id(), route -> route.to(HELLO)));
        good(host.work(
                order.id(), route -> route.to(HELLO).to(connect("message", "text", "Second", "type", "private"))));

        assertThat(order.messages()).containsExactly("Hello " + order.id(), "Second");
        assertThat(first.getMessage().getBody(Map.class)).containsEntry("id", order.id());
    }

    @Test
    void a_tier_request_has_a_conversation_too() {
        SandboxRequest tier = sandbox.tierRequest("setup").create();

        good(host.work(tier.id(), route -> route.to(HELLO)));

        assertThat(tier.messages()).containsExactly("Hello " + tier.id());
    }

    @Test
    void a_long_text_is_cut_at_540_between_two_characters() {
        SandboxRequest order = purchase();

        good(host.work(
                order.id(),
                route -> route.setProperty("long", () -> "x".repeat(539) + "\uD83D\uDE00")
                        .to(connect("message", "text", "${exchangeProperty.long}"))));

        assertThat(order.messages()).containsExactly("x".repeat(539));
    }

    @Test
    void keys_and_passwords_do_not_get_into_it() {
        SandboxRequest order = purchase();

        good(host.work(
                order.id(),
                route -> route.to(connect("message", "text", "Use SU-100-200-300:abcdef for ada@example.com"))));

        assertThat(order.messages()).containsExactly("Use *** for ada@example.com");
    }

    @Test
    void a_lost_reply_is_recognised_by_looking() {
        SandboxRequest order = purchase();
        sandbox.addFault(Fault.replyLost().onAction("create-message").times(1));

        good(host.work(order.id(), route -> route.to(HELLO)));

        assertThat(order.messages()).hasSize(1);
    }

    @Test
    void a_run_that_ended_between_the_message_and_its_note_does_not_write_twice() {
        SandboxRequest order = purchase();
        // The message is written, and whoever wrote it cannot look whether it was.
        sandbox.addFault(Fault.replyLost().onAction("create-message").times(1));
        sandbox.addFault(
                Fault.connectionClosedBefore().onAction("list-messages").times(1));
        Host patient = new Host(sandbox, component -> {});
        try (patient) {
            assertThat(failure(patient.work(order.id(), route -> route.to(HELLO)))
                            .failure()
                            .kind())
                    .isEqualTo(FailureKind.TRANSIENT);

            good(patient.work(order.id(), route -> route.to(HELLO)));
        }

        assertThat(order.messages()).hasSize(1);
    }

    static Stream<Fault> troubles() {
        return Stream.of(
                Fault.status(403).onAction("list-conversations"),
                Fault.status(404).onAction("create-message"),
                Fault.status(400).onAction("create-message"),
                // The only attempt that there is.
                Fault.status(503).onAction("create-message"));
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void a_conversation_that_cannot_be_written_to_fails_nothing_and_is_not_asked_again(Fault trouble) {
        SandboxRequest order = purchase();
        sandbox.addFault(trouble);

        good(host.work(order.id(), route -> route.to(HELLO)));
        sandbox.clearFaults();
        good(host.work(order.id(), route -> route.to(HELLO)));

        assertThat(order.messages()).isEmpty();
        assertThat(host.component.intake().pauses()).isEmpty();
    }

    @Test
    void a_closed_one_fails_nothing_either() {
        SandboxRequest order = purchase().closeConversation();

        good(host.work(order.id(), route -> route.to(HELLO)));

        assertThat(order.messages()).isEmpty();
    }

    @Test
    void a_refused_key_is_no_matter_of_the_conversation() {
        SandboxRequest order = purchase();
        sandbox.addFault(Fault.status(401).onAction("list-conversations").times(1));

        assertThat(failure(host.work(order.id(), route -> route.to(HELLO)))
                        .failure()
                        .kind())
                .isEqualTo(FailureKind.UNAUTHORIZED);
    }

    @Test
    void wrong_options_are_refused_at_the_start() {
        for (String uri : List.of("connect:message", connect("message", "text", "x", "type", "shout"))) {
            assertThatThrownBy(
                            () -> host.context.getEndpoint(uri).createProducer().init())
                    .hasStackTraceContaining(uri.contains("shout") ? "Write message or private" : "needs text");
        }
    }
}
