package io.connectprocessor.component;

import static io.connectprocessor.component.Host.connect;
import static io.connectprocessor.component.Host.failure;
import static io.connectprocessor.component.Host.good;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.connect.ConnectRequest;
import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.FailureKind;
import io.connectprocessor.sandbox.RequestSeed;
import io.connectprocessor.sandbox.Sandbox;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parameters of every type, read and written in one line. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class ParametersTest {

    private static final String PRODUCT = "PRD-111-222-333";

    private Sandbox sandbox;
    private Host host;

    @BeforeAll
    void open() {
        sandbox = Sandbox.builder().start();
        sandbox.seed()
                .product(PRODUCT, "Everything")
                .withoutParameter("subscription_id")
                .parameter("note", "fulfillment", "text")
                .parameter("colour", "fulfillment", "choice", "red", "blue")
                .parameter("extras", "fulfillment", "checkbox", "backup", "monitoring")
                .parameter("terms", "fulfillment", "checkbox", "accepted")
                .parameter("phone", "fulfillment", "phone")
                .parameter("office", "fulfillment", "address")
                .parameter("settings", "fulfillment", "object")
                .parameter("headline", "fulfillment", "heading")
                .create();
        host = new Host(sandbox, component -> component.setProducts(PRODUCT));
    }

    @AfterAll
    void close() {
        host.close();
        sandbox.close();
    }

    private RequestSeed purchase() {
        return sandbox.seed().purchase().product(PRODUCT);
    }

    private Object structured(String id, String parameter) {
        return ConnectRequest.read(RequestKind.REQUEST, host.atConnect(id))
                .find(parameter)
                .get("structured_value");
    }

    private Exchange save(String id, String parameter, Object value) {
        Map<String, Object> values = new HashMap<>();
        values.put(parameter, value);
        return host.work(id, route -> route.setBody(e -> values).to("connect:update"));
    }

    private FailedException refused(String parameter, Object value) {
        FailedException failed = failure(save(purchase().pending(), parameter, value));
        assertThat(failed.failure().kind()).isEqualTo(FailureKind.ROUTE_FAULT);
        assertThat(failed.getMessage()).contains("parameter " + parameter + " ");
        return failed;
    }

    private long puts() {
        return sandbox.books().connectCalls().entrySet().stream()
                .filter(e -> e.getKey().toLowerCase(java.util.Locale.ROOT).matches(".*(update|put|param).*"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    @Test
    void a_value_is_read_by_its_id_in_one_line() {
        String id = purchase().param("note", "hello").pending();

        Exchange exchange =
                good(host.work(id, route -> route.setBody().simple("${exchangeProperty.ConnectParameters[note]}")));

        assertThat(exchange.getMessage().getBody()).isEqualTo("hello");
    }

    @Test
    void a_field_of_a_structured_value_is_read_in_one_line() {
        String id = purchase()
                .structuredParameter("office", Map.of("city", "Porto"))
                .pending();

        Exchange exchange = good(
                host.work(id, route -> route.setBody().simple("${exchangeProperty.ConnectParameters[office][city]}")));

        assertThat(exchange.getMessage().getBody()).isEqualTo("Porto");
    }

    @Test
    void an_empty_and_an_unknown_parameter_are_null() {
        List<Object> seen = new ArrayList<>();

        good(host.work(
                purchase().pending(),
                route -> route.setBody()
                        .simple("${exchangeProperty.ConnectParameters[note]}")
                        .process(e -> seen.add(e.getMessage().getBody()))
                        .setBody()
                        .simple("${exchangeProperty.ConnectParameters[nothing]}")
                        .process(e -> seen.add(e.getMessage().getBody()))));

        assertThat(seen).containsExactly(null, null);
    }

    @Test
    void what_was_saved_is_read_at_once() {
        String id = purchase().param("note", "old").pending();

        Exchange exchange = good(host.work(
                id,
                route -> route.to(connect("update", "params", "note=${exchangeProperty.ConnectParameters[note]}-new"))
                        .setBody()
                        .simple("${exchangeProperty.ConnectParameters[note]}")));

        assertThat(exchange.getMessage().getBody()).isEqualTo("old-new");
        assertThat(host.parameter(id, "note")).isEqualTo("old-new");
    }

    @Test
    void a_tier_request_reads_its_own_parameters() {
        String id = sandbox.seed().tierSetup().level(1).plant();

        Exchange exchange = good(host.work(
                id,
                route -> route.to(connect("update", "params", "reseller_id=R-1"))
                        .setBody()
                        .simple("${exchangeProperty.ConnectParameters[reseller_id]}")));

        assertThat(exchange.getMessage().getBody()).isEqualTo("R-1");
    }

    @Test
    void all_of_them_are_a_map_that_cannot_be_changed_and_shows_no_value() {
        String id = purchase().param("note", "a secret").pending();

        Exchange exchange = good(host.work(id, route -> route));

        Map<?, ?> all = exchange.getProperty(ConnectHeaders.PARAMETERS, Map.class);
        assertThat(all.get("note")).isEqualTo("a secret");
        assertThat(all.keySet().stream().map(String::valueOf)).contains("note", "office", "settings");
        assertThat(all.containsKey("nothing")).isFalse();
        assertThat(all.toString()).doesNotContain("a secret");
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> exchange.getProperty(ConnectHeaders.PARAMETERS, Map.class)
                                .put("note", "x"))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void reading_puts_nothing_into_the_headers() {
        Exchange exchange = good(host.work(
                purchase().pending(), route -> route.setBody().simple("${exchangeProperty.ConnectParameters[note]}")));

        assertThat(exchange.getMessage().getHeaders()).doesNotContainKey(ConnectHeaders.PARAMETERS);
    }

    // writing

    @Test
    void numbers_and_booleans_become_texts() {
        String id = purchase().pending();

        good(save(id, "note", new BigDecimal("1E+3")));
        assertThat(host.parameter(id, "note")).isEqualTo("1000");
        good(save(id, "note", true));
        assertThat(host.parameter(id, "note")).isEqualTo("true");
    }

    @Test
    void a_choice_is_a_text() {
        String id = purchase().pending();

        good(host.work(id, route -> route.to(connect("update", "params", "colour=blue"))));

        assertThat(host.parameter(id, "colour")).isEqualTo("blue");
    }

    @Test
    void a_phone_is_saved_field_by_field_its_numbers_as_texts() {
        String id = purchase().pending();

        good(save(id, "phone", Map.of("country_code", "+49", "area_code", 30, "phone_number", 1234567)));

        assertThat(structured(id, "phone"))
                .isEqualTo(Map.of("country_code", "+49", "area_code", "30", "phone_number", "1234567"));
    }

    @Test
    void an_address_comes_out_of_the_vendors_answer_in_one_line() {
        String id = purchase().pending();
        Map<String, Object> office = new HashMap<>(Map.of("city", "Porto", "postal_code", 4000));
        office.put("state", null);

        good(host.work(
                id,
                route -> route.setBody(e -> Map.of("office", office))
                        .to(connect("update", "params", "office=${body[office]},note=${body[office][city]}"))));

        assertThat(structured(id, "office")).isEqualTo(Map.of("city", "Porto", "postal_code", "4000"));
        assertThat(host.parameter(id, "note")).isEqualTo("Porto");
    }

    @Test
    void a_checkbox_takes_a_map_a_list_and_the_text_of_one_choice() {
        for (Object value : List.of(Map.of("backup", true, "monitoring", "false"), List.of("backup"), "backup")) {
            String id = purchase().pending();
            good(save(id, "extras", value));
            assertThat(structured(id, "extras")).isEqualTo(Map.of("backup", true, "monitoring", false));
        }
    }

    @Test
    void a_checkbox_of_one_choice_takes_a_boolean() {
        for (Object value : List.of(true, "true")) {
            String id = purchase().pending();
            good(save(id, "terms", value));
            assertThat(structured(id, "terms")).isEqualTo(Map.of("accepted", true));
        }
    }

    @Test
    void an_object_is_saved_as_it_is_a_list_too() {
        String id = purchase().pending();

        good(save(id, "settings", Map.of("a", List.of(1, Map.of("b", false)))));
        assertThat(structured(id, "settings")).isEqualTo(Map.of("a", List.of(1, Map.of("b", false))));
        good(save(id, "settings", List.of("x")));
        assertThat(structured(id, "settings")).isEqualTo(List.of("x"));
    }

    @Test
    void an_empty_text_empties_a_structured_value() {
        String id = purchase()
                .structuredParameter("office", Map.of("city", "Porto"))
                .pending();

        good(save(id, "office", ""));

        assertThat(host.parameter(id, "office")).isIn(null, Map.of());
    }

    @Test
    void what_does_not_fit_is_a_fault_that_says_type_and_what_to_write() {
        assertThat(refused("phone", "+49 30 1234567"))
                .hasMessageContaining("is of type phone, which cannot be made of a text")
                .extracting(FailedException::advice)
                .asString()
                .contains("Map", "phone_number");
        assertThat(refused("office", Map.of("street", "x")).getMessage()).contains("whose field is not street");
        assertThat(refused("extras", true).advice()).contains("backup, monitoring");
        assertThat(refused("extras", List.of("fax")).advice()).contains("backup, monitoring");
        assertThat(refused("terms", Map.of("accepted", 1)).getMessage()).contains("checkbox", "a number");
        assertThat(refused("note", Map.of("a", 1)).getMessage()).contains("type text", "a Map");
        assertThat(refused("settings", "{}").getMessage()).contains("type object", "a text");
        assertThat(refused("headline", "x").getMessage()).contains("has no value");
        assertThat(refused("note", null).getMessage()).contains("is null in the body");
    }

    @Test
    void a_fault_does_not_repeat_the_value() {
        FailedException failed = refused("phone", "+49 30 1234567");

        assertThat(failed.getMessage() + failed.advice()).doesNotContain("1234567");
    }

    @ParameterizedTest
    @ValueSource(strings = {"office", "phone", "extras", "settings"})
    void a_structured_value_that_says_the_same_is_not_sent(String parameter) {
        Map<String, List<Object>> sames = Map.of(
                "office",
                        List.of(
                                Map.of("city", "Porto", "country", "PT"),
                                Map.of("city", "Porto", "country", "PT", "state", "")),
                "phone", List.of(Map.of("phone_number", "1"), Map.of("phone_number", 1, "extension", "")),
                "extras", List.of(Map.of("backup", true), Map.of("backup", true, "monitoring", false)),
                "settings",
                        List.of(
                                Map.of("n", 1, "l", Arrays.asList(1, 2)),
                                Map.of("l", List.of(1L, new BigDecimal("2.0")), "n", 1L)));
        List<Object> pair = sames.get(parameter);
        String id = purchase().structuredParameter(parameter, pair.get(0)).pending();
        long before = puts();

        good(save(id, parameter, pair.get(0)));
        good(save(id, parameter, pair.get(1)));

        assertThat(puts()).isEqualTo(before);
    }

    @Test
    void a_difference_deep_inside_is_sent() {
        String id = purchase()
                .structuredParameter("settings", Map.of("a", Map.of("on", false)))
                .pending();

        good(save(id, "settings", Map.of("a", Map.of("on", false, "empty", ""))));

        assertThat(structured(id, "settings")).isEqualTo(Map.of("a", Map.of("on", false, "empty", "")));
    }
}
