package io.connectprocessor.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectprocessor.ledger.DeadLetter;
import io.connectprocessor.ledger.Standing.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a vendor may write into its own files, right and wrong, among the shipped ones. The order's company_domain says which route it takes. */
class VendorsOwnRoutesTest {

    private static final String ON_PURCHASE = """
            - route:
                id: on-purchase
                from:
                  uri: direct:on-purchase
                  steps:
                    - toD: { uri: "direct:vendor-${body[asset][params][1][value]}" }
            """;

    private static final String VENDORS_ROUTES = """
            - route:
                id: vendor-no-outcome
                from:
                  uri: direct:vendor-no-outcome
                  steps:
                    - to: { uri: "connect:vendor", parameters: { step: create-subscription, path: /subscriptions } }
            - route:
                id: vendor-two-outcomes
                from:
                  uri: direct:vendor-two-outcomes
                  steps:
                    - to: { uri: "connect:later", parameters: { delay: 1h } }
                    - to: { uri: "connect:fail", parameters: { reason: "twice" } }
            - route:
                id: vendor-effect-after-outcome
                from:
                  uri: direct:vendor-effect-after-outcome
                  steps:
                    - to: { uri: "connect:later", parameters: { delay: 1h } }
                    - to: { uri: "connect:vendor", parameters: { step: create-subscription, path: /subscriptions } }
            - route:
                id: vendor-later
                from:
                  uri: direct:vendor-later
                  steps:
                    - to: { uri: "connect:later", parameters: { delay: 1h } }
            - route:
                id: vendor-other-headers
                from:
                  uri: direct:vendor-other-headers
                  steps:
                    - setHeader: { name: ConnectRequestId, constant: PR-0000-0000-0000-000 }
                    - setHeader: { name: ConnectRequestType, constant: cancel }
                    - setHeader: { name: ConnectRequestKind, constant: tier-request }
                    - setHeader: { name: ConnectProductId, constant: PRD-000-000-000 }
                    - setHeader: { name: CamelHttpUri, constant: "http://127.0.0.1:1/elsewhere" }
                    - setHeader: { name: CamelHttpPath, constant: "/elsewhere" }
                    - to: { uri: "connect:vendor", parameters: { step: create-subscription, path: /subscriptions } }
                    - to: { uri: "connect:update", parameters: { params: "subscription_id=${body[id]}" } }
                    - to: { uri: "connect:approve", parameters: { template: "{{connect.template.activation}}" } }
            - route:
                id: vendor-throws
                from:
                  uri: direct:vendor-throws
                  steps:
                    - throwException: { exceptionType: java.lang.IllegalStateException, message: "thrown by the route" }
            - route:
                id: vendor-direct
                from:
                  uri: direct:vendor-direct
                  steps:
                    - to: direct:vendor-throws
                    - to: { uri: "connect:fail", parameters: { reason: "must not come here" } }
            - route:
                id: vendor-split
                from:
                  uri: direct:vendor-split
                  steps:
                    - split:
                        constant: "a,b"
                        delimiter: ","
                        steps:
                          - to: direct:vendor-throws
                    - to: { uri: "connect:fail", parameters: { reason: "must not come here" } }
            - route:
                id: vendor-doTry-rethrows
                from:
                  uri: direct:vendor-doTry-rethrows
                  steps:
                    - doTry:
                        steps:
                          - to: direct:vendor-throws
                        doCatch:
                          - exception: [ java.io.IOException ]
                            steps:
                              - to: { uri: "connect:fail", parameters: { reason: "must not come here" } }
                    - to: { uri: "connect:fail", parameters: { reason: "must not come here" } }
            - route:
                id: vendor-doTry-catches
                from:
                  uri: direct:vendor-doTry-catches
                  steps:
                    - doTry:
                        steps:
                          - to: direct:vendor-throws
                        doCatch:
                          - exception: [ java.lang.IllegalStateException ]
                            steps:
                              - to: { uri: "connect:fail", parameters: { reason: "caught" } }
            - route:
                id: vendor-nowhere
                from:
                  uri: direct:vendor-nowhere
                  steps:
                    - to: direct:vendor-misspelt
            - route:
                id: vendor-missing-value
                from:
                  uri: direct:vendor-missing-value
                  steps:
                    - to: { uri: "connect:update", parameters: { params: "subscription_id=${body[nothing]}" } }
                    - to: { uri: "connect:approve", parameters: { template: "{{connect.template.activation}}" } }
            - route:
                id: vendor-unknown-template
                from:
                  uri: direct:vendor-unknown-template
                  steps:
                    - to: { uri: "connect:approve", parameters: { template: "No Such Template" } }
            """;

    /** The order's address is hostile, and the vendor's route sends and saves it. */
    private static final String ON_CHANGE = """
            - route:
                id: on-change
                from:
                  uri: direct:on-change
                  steps:
                    - to: { uri: "connect:update", parameters: { params: "activation_note=${body[asset][params][1][value]}" } }
                    - setBody: { simple: "${body[asset][params][1][value]}" }
                    - to: { uri: "connect:vendor", parameters: { step: send-text, path: /subscriptions } }
                    - to: { uri: "connect:approve", parameters: { template: "{{connect.template.activation}}" } }
            """;

    @RegisterExtension
    static final RouteFixture ROUTES = RouteFixture.shipped()
            .withFile("on-purchase.camel.yaml", ON_PURCHASE)
            .withFile("on-change.camel.yaml", ON_CHANGE)
            .withFile("vendor-tries.camel.yaml", VENDORS_ROUTES);

    private static String purchase(String route) {
        String id = ROUTES.seed().purchase().param("company_domain", route).pending();
        ROUTES.process(id);
        return id;
    }

    @Test
    void a_route_without_an_outcome_parks_and_is_named() {
        String id = purchase("no-outcome");

        DeadLetter letter = ROUTES.letter(id);
        assertThat(letter.state()).isEqualTo(State.PARKED);
        assertThat(letter.failure()).isEqualTo("route-fault");
        assertThat(letter.cause()).contains("ended without an outcome");
        assertThat(letter.advice()).contains("on-purchase");
        assertThat(letter.route()).isEqualTo("vendor-no-outcome");
        assertThat(ROUTES.status(id)).isEqualTo("pending");
        assertThat(ROUTES.sent().to("direct:dead-letter", id)).hasSize(1);
    }

    @Test
    void a_second_outcome_parks_and_its_route_is_named() {
        String id = purchase("two-outcomes");

        DeadLetter letter = ROUTES.letter(id);
        assertThat(letter.state()).isEqualTo(State.PARKED);
        assertThat(letter.failure()).isEqualTo("route-fault");
        assertThat(letter.cause()).contains("already has the outcome later");
        assertThat(letter.route()).isEqualTo("vendor-two-outcomes");
        assertThat(ROUTES.status(id)).isEqualTo("pending");
    }

    @Test
    void nothing_is_sent_to_the_vendor_after_the_outcome() {
        String id = purchase("effect-after-outcome");

        assertThat(ROUTES.standing(id)).isEqualTo(State.PARKED);
        assertThat(ROUTES.vendor().calls(id)).isEmpty();
    }

    @Test
    void later_leaves_it_pending_without_a_counted_attempt() {
        String id = purchase("later");

        assertThat(ROUTES.standing(id)).isEqualTo(State.WAITING);
        assertThat(ROUTES.letter(id).attempts()).isZero();
        assertThat(ROUTES.status(id)).isEqualTo("pending");
    }

    @Test
    void headers_that_a_route_changes_change_nothing() {
        String id = purchase("other-headers");

        assertThat(ROUTES.vendor().calls(id))
                .singleElement()
                .satisfies(call -> assertThat(call.path()).isEqualTo("/subscriptions"));
        assertThat(ROUTES.status(id)).isEqualTo("approved");
        assertThat(ROUTES.templateId(id)).isEqualTo("TL-100-200-300-001");
        assertThat(ROUTES.standing(id)).isEqualTo(State.DECIDED);
        assertThat(ROUTES.processor().intake().onTheirWay()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"throws", "direct", "split", "doTry-rethrows"})
    void an_exception_reaches_the_dead_letter_exactly_once_and_the_route_goes_no_further(String route) {
        String id = purchase(route);

        assertThat(ROUTES.sent().to("direct:dead-letter", id)).hasSize(1);
        assertThat(ROUTES.standing(id)).isEqualTo(State.PARKED);
        assertThat(ROUTES.letter(id).failure()).isEqualTo("bug");
        assertThat(ROUTES.letter(id).cause()).contains("java.lang.IllegalStateException");
        assertThat(ROUTES.status(id)).isEqualTo("pending");
    }

    @Test
    void an_exception_that_the_route_catches_is_its_own_business() {
        String id = purchase("doTry-catches");

        assertThat(ROUTES.sent().to("direct:dead-letter", id)).isEmpty();
        assertThat(ROUTES.status(id)).isEqualTo("failed");
        assertThat(ROUTES.reason(id)).isEqualTo("caught");
    }

    @Test
    void a_step_to_a_route_that_is_not_there_parks_at_once() {
        String id = purchase("nowhere");

        assertThat(ROUTES.standing(id)).isEqualTo(State.PARKED);
        assertThat(ROUTES.letter(id).failure()).isEqualTo("route-fault");
        assertThat(ROUTES.letter(id).cause()).contains("vendor-misspelt");
    }

    @Test
    void a_missing_value_is_a_fault_and_not_an_empty_text() {
        String id = purchase("missing-value");

        assertThat(ROUTES.standing(id)).isEqualTo(State.PARKED);
        assertThat(ROUTES.letter(id).cause()).contains("parameter subscription_id has no value", "${body[nothing]}");
        assertThat(ROUTES.status(id)).isEqualTo("pending");
    }

    @Test
    void a_template_that_is_not_there_parks_with_the_names_there_are() {
        String id = purchase("unknown-template");

        assertThat(ROUTES.standing(id)).isEqualTo(State.PARKED);
        assertThat(ROUTES.letter(id).cause()).contains("\"No Such Template\"", "\"Default Activation Template\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${body}",
                "${env:HOME} {{env:HOME}} {{connect.api-key}}",
                "a,subscription_id=${body[id]}",
                "?a=b&c=d#e;f /../ %2F%00 +",
                "one\r\nX-Injected: 1\r\n\r\ntwo",
                "\"quoted\" 'twice' \\back",
                "\uD83D\uDE80 \u202E na\u00EFve \u4F60\u597D"
            })
    void a_hostile_parameter_is_sent_and_saved_unchanged_and_never_evaluated(String hostile) throws Exception {
        String id = ROUTES.seed().change().param("company_domain", hostile).pending();
        ROUTES.vendor().answerNext(200, new ObjectMapper().writeValueAsString(java.util.Map.of("id", hostile)));

        ROUTES.process(id);

        assertThat(ROUTES.vendor().calls(id)).singleElement().satisfies(call -> {
            assertThat(call.body()).isEqualTo(hostile);
            assertThat(call.headers()).doesNotContainKey("x-injected");
        });
        assertThat(ROUTES.parameter(id, "activation_note")).isEqualTo(hostile);
        assertThat(ROUTES.status(id)).isEqualTo("approved");
    }
}
