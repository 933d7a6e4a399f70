package io.connectprocessor.rql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectprocessor.rql.Term.Comparison;
import io.connectprocessor.rql.Term.Listing;
import io.connectprocessor.rql.Term.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RqlTest {

    private static final Rql A = Rql.eq("a", "1");
    private static final Rql B = Rql.gt("b", "2");
    private static final Rql C = Rql.in("c", List.of("3"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pending",
                "PR-000-1",
                "-3.23",
                "+2",
                "2014-01-21T19:31:58+03:00",
                "email@example.com",
                "\\*",
                "текст",
                "null",
                "eq",
                "T",
                "1t",
                "*",
                "_x"
            })
    void leaves_plain_values_bare(String value) {
        assertThat(Rql.eq("p", value)).hasToString("eq(p," + value + ")");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "t", "null()", "empty()", "a,b", "a)", "(a", "a b", " a", "a ", "a;b", "a&b", "a|b", "a=b",
                "a/b", "a?", "100%", "#", "$", "a!", "~", "^", "[a]", "{a}", "<a>", ".a", ":a", "@a", "it's", "a\nb",
                "😀", "é́"
            })
    void puts_everything_else_into_double_quotes(String value) {
        assertThat(Rql.eq("p", value)).hasToString("eq(p,\"" + value + "\")");
    }

    @Test
    void puts_a_value_with_a_double_quote_into_single_quotes() {
        assertThat(Rql.ne("p", "3\" disk")).hasToString("ne(p,'3\" disk')");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "secret ' and \" # both kinds of quotes",
                "secret\\0 # NUL character",
                "secret\\uD800 # surrogate pair"
            })
    void refuses_what_cannot_be_expressed_and_names_the_property_but_not_the_value(String value, String why) {
        String text = value.strip().replace("\\0", "\0").replace("\\uD800", "\uD800");
        assertThatThrownBy(() -> Rql.eq("asset.external_id", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'asset.external_id'")
                .hasMessageContaining(why)
                .hasMessageNotContaining("secret");
    }

    @Test
    void refuses_null_as_a_value() {
        assertThatThrownBy(() -> Rql.eq("p", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("isNull");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "t", "1a", "a b", "a,b", "a)", "é", "-a", "\"a\"", "a=b"})
    void refuses_what_is_no_property(String property) {
        assertThatThrownBy(() -> Rql.eq(property, "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + property + "'");
    }

    @Test
    void writes_every_operator() {
        assertThat(List.of(
                        Rql.eq("p", "v"),
                        Rql.ne("p", "v"),
                        Rql.gt("p", "v"),
                        Rql.ge("p", "v"),
                        Rql.lt("p", "v"),
                        Rql.le("p", "v"),
                        Rql.like("p", "*v"),
                        Rql.ilike("p", "v*"),
                        Rql.isNull("p"),
                        Rql.isEmpty("p")))
                .extracting(Rql::toString)
                .containsExactly(
                        "eq(p,v)",
                        "ne(p,v)",
                        "gt(p,v)",
                        "ge(p,v)",
                        "lt(p,v)",
                        "le(p,v)",
                        "like(p,*v)",
                        "ilike(p,v*)",
                        "eq(p,null())",
                        "eq(p,empty())");
    }

    @Test
    void keeps_the_parentheses_of_a_list_of_one() {
        assertThat(Rql.in("id", List.of("PR-1"))).hasToString("in(id,(PR-1))");
        assertThat(Rql.out("id", List.of("PR-1", "a,b"))).hasToString("out(id,(PR-1,\"a,b\"))");
    }

    @Test
    void refuses_an_empty_list_and_says_what_it_would_mean() {
        assertThatThrownBy(() -> Rql.in("id", List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("in(id")
                .hasMessageContaining("no row can match");
        assertThatThrownBy(() -> Rql.out("id", List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("every row matches");
    }

    @Test
    void never_wraps_a_single_condition() {
        assertThat(Rql.and(A)).isEqualTo(A);
        assertThat(Rql.or(List.of(A))).isEqualTo(A);
        assertThat(Rql.and(A, Rql.everything())).isEqualTo(A);
    }

    @Test
    void joins_conditions_and_flattens_the_same_operator() {
        assertThat(Rql.and(Rql.and(A, B), C)).hasToString("and(eq(a,1),gt(b,2),in(c,(3)))");
        assertThat(Rql.or(A, Rql.or(B, C))).hasToString("or(eq(a,1),gt(b,2),in(c,(3)))");
        assertThat(Rql.and(A, Rql.or(B, C))).hasToString("and(eq(a,1),or(gt(b,2),in(c,(3))))");
    }

    @Test
    void knows_what_everything_does_to_others() {
        assertThat(Rql.and()).isEqualTo(Rql.everything()).hasToString("");
        assertThat(Rql.or(A, Rql.everything()).matchesEverything()).isTrue();
        assertThatThrownBy(Rql::or).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("no row");
        assertThatThrownBy(() -> Rql.not(Rql.everything())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void pushes_not_inward() {
        assertThat(Rql.not(A)).hasToString("not(eq(a,1))");
        assertThat(Rql.not(Rql.not(A))).isEqualTo(A);
        assertThat(Rql.not(Rql.and(A, Rql.or(B, Rql.not(C)))))
                .hasToString("or(not(eq(a,1)),and(not(gt(b,2)),in(c,(3))))");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ordering(a)", "t(a=b)", "(a=b|select(-a))"})
    void refuses_the_opposite_of_what_has_none(String text) {
        Rql rql = Rql.parse(text);
        assertThatThrownBy(() -> Rql.not(rql)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void joins_what_was_parsed_with_what_was_built() {
        Rql parsed = Rql.parse("(type=purchase|type=change)");
        assertThat(Rql.and(Rql.eq("status", "pending"), parsed))
                .hasToString("and(eq(status,pending),or(eq(type,purchase),eq(type,change)))");
    }

    @Test
    void escapes_data_in_a_pattern() {
        assertThat(Rql.literal("a*b\\c")).isEqualTo("a\\*b\\\\c");
        assertThat(Rql.like("name", "*" + Rql.literal("**") + "*")).hasToString("like(name,*\\*\\**)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"**", "a**b", "\\\\**", "*\\***"})
    void refuses_wildcards_side_by_side(String pattern) {
        assertThatThrownBy(() -> Rql.like("name", pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'name'");
    }

    @Test
    void accepts_wildcards_that_an_escape_keeps_apart() {
        assertThat(Rql.ilike("name", "*\\**")).hasToString("ilike(name,*\\**)");
    }

    @Test
    void data_never_becomes_syntax() {
        Random random = new Random(20260131);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            texts.add(hostile(random));
        }
        assertThat(texts).allSatisfy(RqlTest::reads_back);
    }

    private static void reads_back(String text) {
        String sent = Rql.and(Rql.eq("p", text), Rql.in("q", Arrays.asList(text, "x")))
                .toString();
        Term.Logic read = (Term.Logic) new RqlParser(sent).parse();
        assertThat(read.terms()).hasSize(2);
        Comparison comparison = (Comparison) read.terms().get(0);
        Listing listing = (Listing) read.terms().get(1);
        assertThat(comparison.value())
                .isInstanceOfSatisfying(
                        Text.class, value -> assertThat(value.text()).isEqualTo(text));
        assertThat(listing.values()).hasSize(2);
        assertThat(listing.values().get(0))
                .isInstanceOfSatisfying(
                        Text.class, value -> assertThat(value.text()).isEqualTo(text));
        assertThat(read).hasToString(sent);
    }

    /** Pieces of syntax, escapes and rare characters; one kind of quote at most, since both cannot be expressed. */
    private static String hostile(Random random) {
        String[] pieces = {
            "t",
            "t(",
            "(",
            ")",
            ",",
            "&",
            "|",
            ";",
            "=",
            "eq",
            "eq(",
            "null()",
            "empty()",
            "and(",
            "%22",
            "%2C",
            "%",
            "+",
            "*",
            "\\",
            " ",
            "\n",
            "\t",
            "\u00a0",
            "\u0085",
            "\u2028",
            "?",
            "#",
            "é",
            "e\u0301",
            "😀",
            "\ud835\udfd8",
            "²",
            "ordering(-a)",
            "&limit=0",
            "..",
            ":",
            "@",
            "\u200b",
            "\u0001",
            "A",
            "9",
            random.nextBoolean() ? "\"" : "'"
        };
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(7); i > 0; i--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }
}
