package io.connectprocessor.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a clause says of a product; nobody is called. */
class ClauseTest {

    private static final String AT = "contracts/PRD-1.yaml:3";

    private static final ProductPicture PRODUCT = new ProductPicture(
            "PRD-1",
            Map.of(
                    "capabilities",
                    Map.of(
                            "subscription", Map.of("hold", true, "schema", "evergreen"),
                            "tiers", Map.of("configs", Map.of("level", 2)))),
            List.of(
                    parameter("PRM-1", "subscription_id", "fulfillment", "asset", "text", true),
                    parameter("PRM-2", "reseller_id", "fulfillment", "tier1", "text", false),
                    parameter("PRM-3", "reseller_id", "ordering", "tier2", "text", false)),
            List.of(item("SEAT", "Reservation", "Monthly"), item(null, "PPU", "Monthly")),
            List.of(
                    template("TL-1", "Welcome", "asset", "fulfillment"),
                    template("TL-2", "Ask", "asset", "inquire"),
                    template("TL-3", "Twice", "asset", "fulfillment"),
                    template("TL-4", "Twice", "asset", "fulfillment"),
                    template("TL-5", "Welcome", "tier1", null)));

    private static Map<String, Object> parameter(
            String id, String name, String phase, String scope, String type, boolean required) {
        return Map.of(
                "id",
                id,
                "name",
                name,
                "phase",
                phase,
                "scope",
                scope,
                "type",
                type,
                "constraints",
                Map.of("required", required));
    }

    private static Map<String, Object> item(String mpn, String type, String period) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("mpn", mpn);
        item.put("type", type);
        item.put("period", period);
        return item;
    }

    private static Map<String, Object> template(String id, String name, String scope, String type) {
        Map<String, Object> template = new LinkedHashMap<>();
        template.put("id", id);
        template.put("name", name);
        template.put("title", name + "!");
        template.put("scope", scope);
        template.put("type", type);
        return template;
    }

    private static ParameterClause wants(String id, String phase, String scope, String type, Boolean required) {
        return new ParameterClause(AT, id, phase, scope, type, required);
    }

    private static NamedParameter named(String id, String... scopes) {
        return new NamedParameter(id, Set.of(scopes), AT);
    }

    static Stream<Clause> met() {
        return Stream.of(
                wants("subscription_id", "fulfillment", "asset", null, null),
                wants("subscription_id", "fulfillment", "asset", "text", true),
                wants("reseller_id", "fulfillment", "tier1", null, false),
                wants("reseller_id", "ordering", "tier2", null, null),
                new ItemClause(AT, "SEAT", null, null, null),
                new ItemClause(AT, "SEAT", "Reservation", "Monthly", null),
                new TemplateClause(AT, "Welcome", "asset", "fulfillment"),
                new TemplateClause(AT, "Welcome!", "asset", "fulfillment"),
                new TemplateClause(AT, "Welcome", "tier1", null),
                new CapabilityClause(AT, "subscription.hold", "true"),
                new CapabilityClause(AT, "subscription.schema", "evergreen"),
                new CapabilityClause(AT, "tiers.configs.level", "2"),
                new CapabilityClause(AT, "cart.validation", "false"),
                named("subscription_id", "asset"),
                named("reseller_id", "tier1", "tier2"),
                named("reseller_id", "asset", "tier1", "tier2"));
    }

    @ParameterizedTest
    @MethodSource("met")
    void a_clause_that_is_met_says_nothing(Clause clause) {
        assertThat(clause.against(PRODUCT)).isEmpty();
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of(
                        wants("tenant", "fulfillment", "asset", "text", true),
                        "parameter tenant: expected phase fulfillment, type text, required true, scope asset, found none"
                                + "  -> create it"),
                Arguments.of(
                        wants("subscripton_id", "fulfillment", "asset", null, null),
                        "parameter subscripton_id: expected phase fulfillment, scope asset, found none"
                                + "  -> the product has subscription_id"),
                Arguments.of(
                        wants("subscription_id", "ordering", "asset", null, null),
                        "parameter subscription_id: expected phase ordering, found phase fulfillment  -> correct"),
                Arguments.of(
                        wants("subscription_id", "fulfillment", "asset", "url", null),
                        "expected type url, found type text"),
                Arguments.of(
                        wants("subscription_id", "fulfillment", "asset", null, false),
                        "expected required false, found required true"),
                Arguments.of(
                        wants("subscription_id", "fulfillment", "tier1", null, null),
                        "expected scope tier1, found scope asset  -> create subscription_id in scope tier1 too"),
                Arguments.of(
                        wants("reseller_id", "fulfillment", "asset", null, null),
                        "expected scope asset, found scope tier1, tier2"),
                Arguments.of(
                        wants("reseller_id", "fulfillment", "tier2", null, null),
                        "expected phase fulfillment, found phase ordering"),
                Arguments.of(
                        new ItemClause(AT, "STORAGE", null, null, null),
                        "item STORAGE: expected one, found none  -> create"),
                Arguments.of(
                        new ItemClause(AT, "seat", null, null, null),
                        "item seat: expected one, found none" + "  -> the product has SEAT"),
                Arguments.of(
                        new ItemClause(AT, "SEAT", "PPU", null, null), "expected type PPU, found type Reservation"),
                Arguments.of(
                        new ItemClause(AT, "SEAT", null, null, "published"),
                        "expected status published, found no status"),
                Arguments.of(
                        new TemplateClause(AT, "Farewell", "asset", "fulfillment"),
                        "template \"Farewell\": expected scope asset, type fulfillment, found none  -> create"),
                Arguments.of(
                        new TemplateClause(AT, "Welcom", "asset", "fulfillment"),
                        "found none  -> the product has \"Welcome\""),
                Arguments.of(
                        new TemplateClause(AT, "Welcome", "tier2", null),
                        "expected scope tier2, found scope asset, type fulfillment; scope tier1"),
                Arguments.of(
                        new TemplateClause(AT, "Ask", "asset", "fulfillment"),
                        "expected scope asset, type fulfillment, found scope asset, type inquire"),
                Arguments.of(
                        new TemplateClause(AT, "Twice", "asset", "fulfillment"),
                        "expected one of scope asset, type fulfillment, found 2: TL-3, TL-4  -> rename all but one"),
                Arguments.of(
                        new CapabilityClause(AT, "subscription.hold", "false"),
                        "capability subscription.hold: expected false, found true  -> change it"),
                Arguments.of(
                        new CapabilityClause(AT, "cart.validation", "true"), "expected true, found none  -> change it"),
                Arguments.of(
                        new CapabilityClause(AT, "subscription.hodl", "false"),
                        "expected false, found none  -> did you mean subscription.hold?"),
                Arguments.of(new CapabilityClause(AT, "weather", "true"), "found none  -> correct the path"),
                Arguments.of(
                        named("subscripton_id", "asset"),
                        "parameter subscripton_id: expected one that the route can find (scope asset), found none"
                                + "  -> the product has subscription_id"),
                Arguments.of(
                        named("subscription_id", "tier1", "tier2"), "(scope tier1 or tier2), found none  -> create"),
                Arguments.of(named("tenant", "asset"), "list it under without:"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void a_clause_that_is_not_met_says_product_subject_expectation_and_what_to_do(Clause clause, String said) {
        assertThat(clause.against(PRODUCT)).singleElement().satisfies(drift -> {
            assertThat(drift.toString()).startsWith(AT + "  PRD-1: ").contains(said);
            assertThat(drift.place()).isEqualTo(AT);
        });
    }

    @Test
    void the_platforms_two_spellings_of_an_item_type_are_one() {
        assertThat(new ItemClause(AT, "SEAT", "reservation", "Monthly", null).against(PRODUCT))
                .isEmpty();
    }

    @Test
    void all_that_is_wrong_with_one_parameter_is_said() {
        assertThat(wants("subscription_id", "ordering", "asset", "url", false).against(PRODUCT))
                .extracting(Drift::expected)
                .containsExactly("phase ordering", "type url", "required false");
    }

    @Test
    void a_product_without_tiers_needs_no_parameters_of_tier_routes() {
        ProductPicture flat = new ProductPicture("PRD-2", Map.of(), List.of(), List.of(), List.of());

        assertThat(named("reseller_id", "tier1", "tier2").against(flat)).isEmpty();
        assertThat(named("reseller_id", "asset", "tier1", "tier2").against(flat))
                .hasSize(1);
    }
}
