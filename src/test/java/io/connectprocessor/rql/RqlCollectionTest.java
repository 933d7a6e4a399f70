package io.connectprocessor.rql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RqlCollectionTest {

    @Test
    void knows_the_documented_collections_by_name_and_path() {
        assertThat(RqlCollection.REQUESTS.path()).isEqualTo("/requests");
        assertThat(RqlCollection.TIER_REQUESTS.path()).isEqualTo("/tier/config-requests");
        assertThat(RqlCollection.named("assets")).isSameAs(RqlCollection.ASSETS);
        assertThat(RqlCollection.names()).contains("requests", "tier-requests", "usage-files", "conversations");
        assertThatThrownBy(() -> RqlCollection.named("orders"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'orders'")
                .hasMessageContaining("tier-requests");
    }

    @Test
    void knows_what_orders_requests() {
        assertThat(RqlCollection.REQUESTS.orderable())
                .contains("created", "updated", "status")
                .doesNotContain("id");
        assertThat(RqlCollection.TIER_REQUESTS.orderable()).contains("id");
    }

    static Stream<Arguments> right() {
        return Stream.of(
                Arguments.of("requests", ""),
                Arguments.of(
                        "requests",
                        "status=pending&in(asset.product.id,(PRD-1,PRD-2))&ordering(created)&limit=100&offset=0"),
                Arguments.of("requests", "ge(created,2026-01-31T10:00:00+00:00)&out(id,(PR-1))"),
                Arguments.of("requests", "created=gt=2026-01-31"),
                Arguments.of("requests", "asset.params.id=x,asset.params.value=\"any thing\""),
                Arguments.of("requests", "asset.params=t(id=x,value=y)"),
                Arguments.of("requests", "asset.contract.id=null()"),
                Arguments.of("requests", "in(asset.contract.id,(null(),CRD-1))"),
                Arguments.of("requests", "like(type,p*)"),
                Arguments.of("requests", "id=\"PR-1 \"&asset.product.name=My Product"),
                Arguments.of("requests", "select(-asset.items,-asset.params,asset.product.capabilities)"),
                Arguments.of("requests", "contract__id__exact=CRD-1"),
                Arguments.of("requests", "ilike(id,*\\**)"),
                Arguments.of("tier-requests", "unassigned=null()"),
                Arguments.of("tier-requests", "configuration.tier_level=1&type=setup&search=x"),
                Arguments.of("assets", "gt(created,2026-01-31T10:00:00Z)&ordering(-created)"));
    }

    @ParameterizedTest
    @MethodSource("right")
    void finds_nothing_in_a_right_filter(String collection, String filter) {
        assertThat(RqlCollection.named(collection).check(filter)).isEmpty();
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of(
                        "requests",
                        "status=pending&eq(asset.produkt.id,PRD-1)",
                        19,
                        "return every row",
                        "'asset.product.id'"),
                Arguments.of("requests", "xyzzy.plugh=1", 1, "'xyzzy.plugh'", "GET /requests"),
                Arguments.of("requests", "not(asset.product.idd=1)", 5, "'asset.product.idd'", "'asset.product.id'"),
                Arguments.of(
                        "requests",
                        "asset.params=t(id=x,vallue=y)",
                        21,
                        "'asset.params.vallue'",
                        "'asset.params.value'"),
                Arguments.of("requests", "t(id=PR-1,statuss=pending)", 11, "'statuss'", "'status'"),
                Arguments.of("requests", "asset.params.phase=x", 1, "'asset.params.phase'", "'asset.params.value'"),
                Arguments.of("requests", "order_by=created", 1, "orders nothing", "ordering(-created)"),
                Arguments.of("requests", "gt(id,PR-1)", 1, "'id' does not take gt", "eq, ne, like, ilike, in, out"),
                Arguments.of("requests", "like(asset.params.id,x*)", 1, "does not take like", "it takes eq, in"),
                Arguments.of("requests", "template=x", 1, "does not take eq", "select only"),
                Arguments.of("requests", "template=null()", 1, "does not take eq", "select only"),
                Arguments.of("requests", "in(status,(pending,pendding))", 20, "'pendding'", "pending, inquiring"),
                Arguments.of("requests", "asset.connection.type=preview", 23, "'preview'", "test, production"),
                Arguments.of("requests", "created=gt=yesterday", 12, "'yesterday' does not fit", "2026-"),
                Arguments.of("requests", "sli.days=1.5", 10, "'1.5' does not fit", "a whole number"),
                Arguments.of("requests", "status=null()", 8, "does not take null()", "leave"),
                Arguments.of("requests", "like(id,null())", 9, "cannot be compared by like", "eq or ne"),
                Arguments.of("requests", "in(id,(empty()))", 8, "cannot be compared by in", "eq or ne"),
                Arguments.of("requests", "id=PR-1\n", 4, "line break ends the value", "take it out"),
                Arguments.of("requests", "id=PR-1 &status=pending", 4, "a blank", "quotes"),
                Arguments.of("requests", "like(id,**)", 9, "side by side", "single *"),
                Arguments.of("requests", "ordering(created,-id)", 19, "'id' cannot order", "created"),
                Arguments.of("requests", "ordering(creatd)", 10, "'creatd'", "'created'"),
                Arguments.of(
                        "requests",
                        "ordering(created)&ordering(updated)",
                        19,
                        "a second ordering",
                        "one ordering(a,-b)"),
                Arguments.of(
                        "requests",
                        "ordering(created,updated,status,type,id,marketplace.name)",
                        1,
                        "5 properties at most",
                        "leave"),
                Arguments.of("requests", "(id=PR-1|ordering(created))", 10, "inside an alternative", "join it by &"),
                Arguments.of("requests", "select(-asset.itemz)", 9, "not documented for select", "'asset.items'"),
                Arguments.of("requests", "select(-template)&select(-asset.items)", 19, "a second select", "one select"),
                Arguments.of("requests", "search=x", 1, "search is not documented", "ilike"),
                Arguments.of("requests", "limit=1&limit=2", 9, "a second limit", "once"),
                Arguments.of("requests", "limit=ge=2", 1, "plain =", "limit=100"),
                Arguments.of("requests", "offset=-2", 8, "a number only", "offset=100"),
                Arguments.of(
                        "requests", "status=pending&lte(created,2026-01-31)", 16, "'lte' is no RQL operator", "le("),
                Arguments.of("assets", "ge(created,2026-01-31)", 1, "'created' does not take ge", "it takes gt, lt"),
                Arguments.of("assets", "ordering(product.id)", 10, "'product.id' cannot order", "product.name"),
                Arguments.of("tier-requests", "like(status,p*)", 1, "does not take like", "it takes eq, in"),
                Arguments.of("tier-requests", "status=scheduled", 8, "'scheduled'", "tiers_setup"),
                Arguments.of("tier-requests", "configuration.tier_level=3", 26, "'3'", "1, 2"),
                Arguments.of(
                        "product-templates",
                        "ordering(scope)",
                        10,
                        "'scope' cannot order",
                        "nothing orders product-templates"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void finds_the_place_the_fault_and_the_remedy(
            String collection, String filter, int column, String what, String advice) {
        assertThat(RqlCollection.named(collection).check(filter)).anySatisfy(finding -> {
            assertThat(finding.column()).isEqualTo(column);
            assertThat(finding.what()).contains(what);
            assertThat(finding.advice()).contains(advice);
        });
    }

    @Test
    void finds_everything_in_the_order_of_columns() {
        List<RqlFinding> findings = RqlCollection.REQUESTS.check("statuz=x&gt(id,1)&ordering(id)&status=done");
        assertThat(findings).extracting(RqlFinding::column).containsExactly(1, 10, 28, 39);
    }

    @Test
    void finds_a_syntax_error_alone() {
        assertThat(RqlCollection.REQUESTS.check("statuz=x&in(id,PR-1)"))
                .extracting(RqlFinding::column)
                .containsExactly(16);
    }

    @Test
    void checks_what_was_built() {
        assertThat(RqlCollection.REQUESTS.check(Rql.and(Rql.eq("status", "pending"), Rql.gt("id", "PR-1"))))
                .extracting(RqlFinding::column)
                .containsExactly("and(eq(status,pending),".length() + 1);
        assertThat(RqlCollection.REQUESTS.check(
                        RqlQuery.of(Rql.eq("status", "pending")).withOrdering("id")))
                .extracting(RqlFinding::column)
                .containsExactly("eq(status,pending)&ordering(".length() + 1);
    }

    @ParameterizedTest
    @MethodSource("names")
    void takes_null_or_one_of_its_values_for_every_documented_comparison(String name) {
        RqlCollection collection = RqlCollection.named(name);
        assertThat(collection.properties()).isNotEmpty().allSatisfy(property -> {
            DocumentedProperty documented = collection.property(property);
            assertThat(documented.lookups())
                    .allSatisfy(lookup -> assertThat(collection.check(comparison(documented, lookup)))
                            .isEmpty());
        });
    }

    static List<String> names() {
        return RqlCollection.names();
    }

    private static Rql comparison(DocumentedProperty property, String lookup) {
        String value = property.values().isEmpty()
                ? example(property.type())
                : property.values().get(0);
        return switch (lookup) {
            case "null" -> Rql.isNull(property.name());
            case "in" -> Rql.in(property.name(), List.of(value));
            case "out" -> Rql.out(property.name(), List.of(value));
            default -> Rql.parse(lookup + "(" + property.name() + "," + Quoting.quoted(value) + ")");
        };
    }

    private static String example(String type) {
        return switch (type) {
            case "text" -> "x";
            case "integer" -> "1";
            case "boolean" -> "true";
            case "datetime" -> "2026-01-31";
            default -> throw new AssertionError("unknown type " + type);
        };
    }
}
