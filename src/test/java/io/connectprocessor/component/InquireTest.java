package io.connectprocessor.component;

import static io.connectprocessor.component.Host.connect;
import static io.connectprocessor.component.Host.failure;
import static io.connectprocessor.component.Host.good;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.connect.MovedOnException;
import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.FailureKind;
import io.connectprocessor.sandbox.Fault;
import io.connectprocessor.sandbox.Sandbox;
import io.connectprocessor.sandbox.SandboxRequest;
import io.connectprocessor.sandbox.Variation;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** Asking the customer, and going on after the answer: what the platform is sent, and in which order. */
class InquireTest extends HostTest {

    private static final String ASK = connect("inquire", "errors", "company_domain=Which one is it?");

    @Override
    void vary(Sandbox.Builder builder) {
        builder.with(Variation.ORDERING_VALUES_ARE_REFUSED);
    }

    private SandboxRequest purchase() {
        return sandbox.request("purchase")
                .parameter("subscription_id", "SUB-0")
                .status("pending")
                .create();
    }

    private void askElsewhere(String id) {
        host.component
                .connect()
                .update(RequestKind.REQUEST, id, List.of(Map.of("id", "company_domain", "value_error", "Elsewhere")));
        host.component.connect().inquire(RequestKind.REQUEST, id, null);
    }

    private long calls(String action) {
        return sandbox.books().connectCalls().getOrDefault(action, 0L);
    }

    @Test
    void a_template_is_needed_by_neither_kind_of_request() {
        SandboxRequest order = purchase();
        SandboxRequest tier = sandbox.tierRequest("setup").create();

        good(host.work(order.id(), route -> route.to(ASK)));
        good(host.work(
                tier.id(),
                route -> route.to(connect("inquire", "template", "Any", "errors", "reseller_contact=Who is it?"))));

        assertThat(order.status()).isEqualTo("inquiring");
        assertThat(tier.status()).isEqualTo("inquiring");
        assertThat(tier.parameterErrors()).containsOnly(Map.entry("reseller_contact", "Who is it?"));
    }

    @Test
    void the_values_stay_as_they_are_when_their_parameters_are_marked() {
        SandboxRequest order = sandbox.request("purchase")
                .parameter("company_domain", "acme.example")
                .parameterError("admin_email", "old")
                .status("pending")
                .create();
        Map<String, String> before = order.parameters();

        good(host.work(order.id(), route -> route.to(ASK)));

        assertThat(order.parameters()).isEqualTo(before);
        assertThat(order.parameterErrors()).containsOnly(Map.entry("company_domain", "Which one is it?"));
    }

    @Test
    void a_text_is_cut_between_two_characters_at_512() {
        SandboxRequest order = purchase();

        good(host.work(
                order.id(),
                route -> route.setProperty("text", () -> "x".repeat(511) + "\uD83D\uDE00\uD83D\uDE00")
                        .to(connect("inquire", "errors", "company_domain=${exchangeProperty.text}"))));

        assertThat(order.parameterErrors().get("company_domain")).isEqualTo("x".repeat(511));
    }

    @Test
    void an_inquiry_that_asks_nothing_is_a_fault_before_the_call() {
        SandboxRequest order = purchase();
        long before = calls("inquire");

        FailedException failed = failure(host.work(order.id(), route -> route.to(connect("inquire"))));

        assertThat(failed.failure().kind()).isEqualTo(FailureKind.ROUTE_FAULT);
        assertThat(failed.advice()).contains("errors");
        assertThat(calls("inquire")).isEqualTo(before);
    }

    @Test
    void what_is_marked_already_is_not_sent_again() {
        SandboxRequest order = sandbox.request("purchase")
                .parameterError("company_domain", "Which one is it?")
                .status("pending")
                .create();
        long before = calls("update");

        good(host.work(order.id(), route -> route.to(ASK)));

        assertThat(calls("update")).isEqualTo(before);
        assertThat(order.status()).isEqualTo("inquiring");
    }

    @Test
    void a_lost_reply_to_the_inquiry_is_recognised() {
        SandboxRequest order = purchase();
        sandbox.addFault(Fault.replyLost().onAction("inquire").times(1));

        good(host.work(order.id(), route -> route.to(ASK)));

        assertThat(order.status()).isEqualTo("inquiring");
        assertThat(sandbox.books().doubleActions()).isEmpty();
    }

    @Test
    void an_approval_takes_back_what_was_asked_before() {
        SandboxRequest order = purchase();
        good(host.work(order.id(), route -> route.to(ASK).to("connect:settle")));
        order.customerAnswers(Map.of("admin_email", "ada@example.com"));
        assertThat(order.parameterErrors()).isNotEmpty();

        good(host.work(order.id(), route -> route.to(connect("approve", "template", "Default Activation Template"))));

        assertThat(order.status()).isEqualTo("approved");
        assertThat(order.parameterErrors()).isEmpty();
        assertThat(order.parameters()).containsEntry("admin_email", "ada@example.com");
    }

    @Test
    void an_update_takes_back_what_was_asked_of_the_parameter_it_saves() {
        SandboxRequest order = sandbox.request("purchase")
                .parameter("subscription_id", "SUB-1")
                .parameterError("subscription_id", "wrong")
                .status("pending")
                .create();

        good(host.work(order.id(), route -> route.to(connect("update", "params", "subscription_id=SUB-1"))));

        assertThat(order.parameterErrors()).isEmpty();
    }

    @Test
    void a_save_while_the_customer_is_asked_tells_so_instead_of_a_refusal() {
        SandboxRequest order = purchase();

        Exchange after = host.work(
                order.id(),
                route -> route.process(e -> askElsewhere(order.id()))
                        .to(connect("update", "params", "subscription_id=SUB-2")));

        assertThat(after.getException()).isInstanceOf(MovedOnException.class);
        assertThat(((MovedOnException) after.getException()).status()).isEqualTo("inquiring");
        assertThat(order.parameters()).containsEntry("subscription_id", "SUB-0");
    }

    @Test
    void so_does_a_failure_and_an_approval_goes_through() {
        SandboxRequest failing = purchase();
        SandboxRequest approving = purchase();

        Exchange failed = host.work(
                failing.id(),
                route -> route.process(e -> askElsewhere(failing.id())).to(connect("fail", "reason", "no")));
        host.work(
                approving.id(),
                route -> route.process(e -> askElsewhere(approving.id()))
                        .to(connect("approve", "template", "Default Activation Template")));

        assertThat(failed.getException()).isInstanceOf(MovedOnException.class);
        assertThat(failing.status()).isEqualTo("inquiring");
        assertThat(approving.status()).isEqualTo("approved");
    }
}
