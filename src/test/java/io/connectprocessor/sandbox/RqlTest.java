package io.connectprocessor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RqlTest {

    private final Sandbox sandbox = Sandbox.builder().start();
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void close() {
        sandbox.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a=b",
                "a=eq=b",
                "a=eq",
                "eq(a,b)",
                "(a=b)",
                "((a=b))",
                "(eq(a,b))",
                "a=b,c=d",
                "a=b&c=d",
                "a=b&c=d,e=f",
                "(a=b&c=d)",
                "(a=b,c=d)",
                "and(a=b,c=d)",
                "(and(a=b,c=d))",
                "or(a=b,c=d)",
                "(a=b|c=d)",
                "(a=b;c=d)",
                "((a=b)|(c=d))",
                "((a=b&c=d)|e=f)",
                "(a=b|c=d)&e=f",
                "not(a=b)",
                "not(eq(a,b))",
                "not((eq(a,b)))",
                "not(in(a,(b,c)))",
                "not(like(a,*b*))",
                "or(not(a=b),not(c=d))",
                "in(a,(b))",
                "out(a,(b,c))",
                "in(a,(\"b c\",'d'))",
                "like(a,*b)",
                "ilike(a,b*)",
                "a=null()",
                "ne(a,empty())",
                "a=\"\"",
                "a=\"t\"",
                "a=true",
                "t1=x",
                "and=b",
                "in=b",
                "ordering=x",
                "order_by=x",
                "eq(title,Practical Modern JavaScript)",
                "a=Ünïcode",
                "a='say \"so\"'",
                "ordering()",
                "ordering(created,-updated,+status)",
                "ordering(created)&limit=10&offset=0",
                "select(-asset.items,asset.product.capabilities)",
                "limit=eq=10",
                "eq(limit,10)",
                "created=ge=2019-02-12T10:02:00+03:00",
                "created=2019-02-12",
                "ge(created,2019-02-12T10:02Z)",
                "a=t(id=x,value=y)&b=c",
            })
    void the_grammar_takes(String rql) {
        assertThat(caller.list("/requests", rql).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a=",
                "a=b|c=d",
                "(a=b)|(c=d)",
                "a=b;c=d",
                "(a=b|c=d;e=f)",
                "(a=b|c=d&e=f)",
                "and(a=b)",
                "or(a=b)",
                "and()",
                "not(and(a=b,c=d))",
                "not((a=b&c=d))",
                "not(not(a=b))",
                "not(a=b,c=d)",
                "in(a,b)",
                "in(a,())",
                "in(a,)",
                "a=in=(b,c)",
                "a=like=*b*",
                "eq(a, b)",
                "eq(a,b) ",
                "eq(a)",
                "eq(a,b",
                "a=t",
                "t=a",
                "eq(t,a)",
                "a=b&&c=d",
                "&a=b",
                "a=b&",
                "a=b,",
                "?a=b",
                "a=\"b",
                "a=b/c",
                "a=.b",
                "a=:b",
                "a=@b",
                "a==b",
                "a!=b",
                "a>b",
                "range(a,1,2)",
                "sort(-name)",
                "limit(10,100)",
                "search(a)",
                "lte(a,1)",
                "gte(a,1)",
                "EQ(a,b)",
                "1a=b",
                "a=b%",
                "ordering(*)",
                "created=2019-02-12T10:02:00 +03:00,,",
            })
    void the_grammar_refuses(String rql) {
        Caller.Answer answer = caller.list("/requests", rql);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("RQL Parsing error");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status=done",
                "in(status,(pending,done))",
                "type=upgrade",
                "asset.connection.type=preview",
                "created=yesterday",
                "created=ge=2019-13-01",
                "sli.days=ten",
                "like(id,**)",
            })
    void values_that_the_property_cannot_have_are_refused(String rql) {
        Caller.Answer answer = caller.list("/requests", rql);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("RQL Value error");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gt(id,PR-1)",
                "id=ge=PR-1",
                "like(created,2019*)",
                "created=null()",
                "ne(asset.connection.type,test)",
                "out(asset.connection.type,(test))",
                "like(asset.params.id,*)",
                "ne(asset.status,active)",
                "gt(created,null())",
                "status=empty()",
                "status=null()",
            })
    void lookups_that_are_not_documented_are_refused(String rql) {
        Caller.Answer answer = caller.list("/requests", rql);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("RQL Lookup error");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ordering(id)",
                "ordering(nonesuch)",
                "ordering(created)&ordering(updated)",
                "ordering(created,updated,status,marketplace.name,asset.product.name,sli.days)",
                "select(nonesuch)",
                "select(-asset.items)&select(-template)",
            })
    void ordering_and_select_are_checked(String rql) {
        assertThat(caller.list("/requests", rql).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=1&limit=2", "offset=1,offset=1", "limit=gt=3", "in(limit,(1))", "not(ge(offset,1))"})
    void paging_is_asked_for_once_and_by_equality(String rql) {
        Caller.Answer answer = caller.list("/requests", rql);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("Limit and offset are set incorrectly");
    }

    @Test
    void nesting_without_end_is_refused_and_kills_nothing() {
        String rql = "(".repeat(3000) + "a=b" + ")".repeat(3000);

        assertThat(caller.list("/requests", rql).status()).isEqualTo(400);
        assertThat(caller.list("/requests", "(".repeat(60) + "a=b&c=d" + ")".repeat(60))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void filters_find_what_they_say() {
        String purchase = sandbox.seed().purchase().pending();
        String change = sandbox.seed()
                .change()
                .product("PRD-400-500-600")
                .assignedAsText("UR-1")
                .pending();
        String test =
                sandbox.seed().purchase().environment("test").status("failed").plant();
        String asset = sandbox.assetOf(change);

        assertFinds("status=pending", purchase, change);
        assertFinds("not(status=pending)", test);
        assertFinds("in(type,(change,suspend))", change);
        assertFinds("out(type,(change))", purchase, test);
        assertFinds("asset.connection.type=test", test);
        assertFinds("asset.id=" + asset, change);
        assertFinds("and(asset.id=" + asset + ",status=failed)");
        assertFinds("or(asset.id=" + asset + ",status=failed)", change, test);
        assertFinds("(id=" + purchase + "|id=" + test + ")", purchase, test);
        assertFinds("in(id,(" + purchase + "," + test + "))&status=pending", purchase);
        assertFinds("out(id,(" + purchase + "," + test + "))", change);
        assertFinds("asset.product.id=PRD-400-500-600", change);
        assertFinds("like(asset.product.id,PRD-4*)", change);
        assertFinds("ilike(asset.product.name,*desktop)", purchase, test);
        assertFinds("assignee=null()", purchase, test);
        assertFinds("assignee=UR-1", change);
        assertFinds("in(assignee,(null(),UR-1))", purchase, change, test);
        assertFinds("asset.params.id=subscription_id", change);
        assertFinds("asset.params.value=SUB-000001", change);
        assertFinds("asset__product__id=PRD-400-500-600", change);
    }

    @Test
    void an_unknown_property_drops_out_of_the_query() {
        String purchase = sandbox.seed().purchase().pending();
        String change = sandbox.seed().change().pending();

        assertFinds("asset.produkt.id=PRD-400-500-600", purchase, change);
        assertFinds("not(nonesuch=1)", purchase, change);
        assertFinds("or(nonesuch=1,type=change)", change);
        assertFinds("and(nonesuch=1,type=change)", change);
    }

    @Test
    void percent_decoding_comes_before_parsing_and_a_plus_stays_a_plus() {
        sandbox.seed()
                .purchase()
                .created(java.time.Instant.parse("2024-01-01T00:00:00Z"))
                .pending();

        assertThat(caller.get("/requests?eq%28status%2Cpending%29").ids()).hasSize(1);
        assertThat(caller.get("/requests?created=2024-01-01T03:00:00+03:00").ids())
                .hasSize(1);
        assertThat(caller.get("/requests?created=2024-01-01T03:00:00%2B03:00").ids())
                .hasSize(1);
        assertThat(caller.get("/requests?created=2024-01-01T03:00:00%2003:00").status())
                .isEqualTo(400);
    }

    @Test
    void the_preview_filter_can_be_switched_on() {
        try (Sandbox newer = Sandbox.builder().previewFilter().start()) {
            String id = newer.seed().purchase().environment("preview").pending();

            assertThat(new Caller(newer)
                            .list("/requests", "asset.connection.type=preview")
                            .ids())
                    .containsExactly(id);
        }
    }

    @Test
    void a_negative_select_leaves_the_branch_out() {
        sandbox.seed().change().pending();

        var row = caller.list("/requests", "select(-asset.items,-asset.tiers,-activation_key,-template)")
                .json()
                .get(0);

        assertThat(row.has("activation_key")).isFalse();
        assertThat(row.has("template")).isFalse();
        assertThat(row.path("asset").has("items")).isFalse();
        assertThat(row.path("asset").has("tiers")).isFalse();
        assertThat(row.path("asset").has("params")).isTrue();
    }

    private void assertFinds(String rql, String... ids) {
        Caller.Answer answer = caller.list("/requests", rql);
        assertThat(answer.status()).as(rql + " " + answer.body()).isEqualTo(200);
        assertThat(answer.ids()).as(rql).containsExactlyInAnyOrder(ids);
        assertThat(answer.range()).as(rql).endsWith("/" + ids.length);
    }
}
