package io.connectprocessor.rql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RqlParseTest {

    static Stream<Arguments> valid() {
        return Stream.of(
                Arguments.of("", ""),
                Arguments.of("a=b", "eq(a,b)"),
                Arguments.of("a=ge=b", "ge(a,b)"),
                Arguments.of("eq=eq=eq", "eq(eq,eq)"),
                Arguments.of("a=eq", "eq(a,eq)"),
                Arguments.of("and=not", "eq(and,not)"),
                Arguments.of("like(ordering,select)", "like(ordering,select)"),
                Arguments.of("a=b&c=ge=d", "and(eq(a,b),ge(c,d))"),
                Arguments.of("a=b,c=d", "and(eq(a,b),eq(c,d))"),
                Arguments.of("a=b&c=d,e=f", "and(and(eq(a,b),eq(c,d)),eq(e,f))"),
                Arguments.of("(a=b|c=d)", "or(eq(a,b),eq(c,d))"),
                Arguments.of("(a=b;c=d;e=f)", "or(eq(a,b),eq(c,d),eq(e,f))"),
                Arguments.of("((a=b)|(c=d))", "or(eq(a,b),eq(c,d))"),
                Arguments.of("(((a=b|c=d)))", "or(eq(a,b),eq(c,d))"),
                Arguments.of("(a=b|(c=d,e=f))", "or(eq(a,b),and(eq(c,d),eq(e,f)))"),
                Arguments.of("(a=b|c=d&e=f)", "or(eq(a,b),and(eq(c,d),eq(e,f)))"),
                Arguments.of("(a=b,c=d)", "and(eq(a,b),eq(c,d))"),
                Arguments.of("and(a=b,c=d&e=f)", "and(eq(a,b),and(eq(c,d),eq(e,f)))"),
                Arguments.of("or(a=b,and(c=d,e=f))", "or(eq(a,b),and(eq(c,d),eq(e,f)))"),
                Arguments.of("(and(a=b,c=d))&e=f", "and(and(eq(a,b),eq(c,d)),eq(e,f))"),
                Arguments.of("in(a,(b))", "in(a,(b))"),
                Arguments.of("out(a,(\"b\",null(),'c,d'))", "out(a,(b,null(),\"c,d\"))"),
                Arguments.of("not(a=b)", "not(eq(a,b))"),
                Arguments.of("not((eq(a,b)))", "not(eq(a,b))"),
                Arguments.of("not(in(a,(b)))", "not(in(a,(b)))"),
                Arguments.of("((not(like(a,*b))))", "not(like(a,*b))"),
                Arguments.of("ordering()", "ordering()"),
                Arguments.of("ordering(-a.b,+c,in)", "ordering(-a.b,+c,in)"),
                Arguments.of(
                        "select(-asset.items,a)&limit=10&offset=0",
                        "and(select(-asset.items,a),eq(limit,10),eq(offset,0))"),
                Arguments.of("t(a=b,like(c,*d*))", "t(eq(a,b),like(c,*d*))"),
                Arguments.of("params=t(id=x,value=y)", "eq(params,t(eq(id,x),eq(value,y)))"),
                Arguments.of("in(a,(t(b=c),d))", "in(a,(t(eq(b,c)),d))"),
                Arguments.of("t1=x", "eq(t1,x)"),
                Arguments.of("a=t1", "eq(a,t1)"),
                Arguments.of("a=null", "eq(a,null)"),
                Arguments.of("a=null()", "eq(a,null())"),
                Arguments.of("ne(a,empty())", "ne(a,empty())"),
                Arguments.of("a=\"null()\"", "eq(a,\"null()\")"),
                Arguments.of("a=\"\"", "eq(a,\"\")"),
                Arguments.of("a=''", "eq(a,\"\")"),
                Arguments.of("a='say \"x\"'", "eq(a,'say \"x\"')"),
                Arguments.of("a=\"eq(1,2)\"", "eq(a,\"eq(1,2)\")"),
                Arguments.of("eq(title,Practical Modern JavaScript)", "eq(title,\"Practical Modern JavaScript\")"),
                Arguments.of("a=b ", "eq(a,\"b \")"),
                Arguments.of("aé-b_c.d=текст", "eq(aé-b_c.d,текст)"),
                Arguments.of("a=-", "eq(a,-)"),
                Arguments.of("a=²", "eq(a,²)"),
                Arguments.of("created=ge=2014-01-21T19:31:58+03:00", "ge(created,2014-01-21T19:31:58+03:00)"));
    }

    @ParameterizedTest
    @MethodSource("valid")
    void reads_every_form_and_writes_it_as_functions(String text, String functions) {
        assertThat(Rql.parse(text)).hasToString(functions);
    }

    @ParameterizedTest
    @MethodSource("valid")
    void reads_what_it_writes(String text) {
        Rql once = Rql.parse(text);
        assertThat(Rql.parse(once.toString())).isEqualTo(once);
    }

    static Stream<Arguments> invalid() {
        return Stream.of(
                Arguments.of("?a=b", 1, "?", "leave the ? out"),
                Arguments.of("&a=b", 1, "&", "single &"),
                Arguments.of("a=b&&c=d", 5, "&", "single &"),
                Arguments.of("a=b&", 5, "", "last &"),
                Arguments.of("a=b,", 5, "", "comma"),
                Arguments.of("a=b|c=d", 4, "|", "(a=b|c=d)"),
                Arguments.of("(a=b)|(c=d)", 6, "|", "(a=b|c=d)"),
                Arguments.of("a=b;c=d", 4, ";", "(a=b|c=d)"),
                Arguments.of("and(a=b|c=d)", 8, "|", "(a=b|c=d)"),
                Arguments.of("(a=b,c=d|e=f)", 9, "|", "parentheses of their own"),
                Arguments.of("(a=b;c=d|e=f)", 9, "|", "parentheses of their own"),
                Arguments.of("and(a=b)", 1, "and(a=b)", "alone: eq(a,b)"),
                Arguments.of("c=d&or(a=b)", 5, "or(a=b)", "alone: eq(a,b)"),
                Arguments.of("and()", 1, "and(", "leave and() out"),
                Arguments.of("not(and(a=b,c=d))", 1, "not(and(a=b,c=d))", "or(not(eq(a,b)),not(eq(c,d)))"),
                Arguments.of("not((a=b&c=d))", 1, "not((a=b&c=d))", "or(not(eq(a,b)),not(eq(c,d)))"),
                Arguments.of("not(a=b,c=d)", 8, ",", "or(not(a=b),not(c=d))"),
                Arguments.of("not(not(a=b))", 1, "not(not(a=b))", "inward: eq(a,b)"),
                Arguments.of("not(t(a=b))", 1, "not(t(a=b))", "one by one"),
                Arguments.of("in(a,b)", 6, "b", "in(a,(value,value))"),
                Arguments.of("in(a,())", 7, ")", "at least one value"),
                Arguments.of("in(a,(b,))", 9, ")", "\"\""),
                Arguments.of("in(a,(b)", 9, "", "close it"),
                Arguments.of("a=in=(b)", 3, "in", "in(a,(value,value))"),
                Arguments.of("a=like=*b", 3, "like", "like(a,value)"),
                Arguments.of("a=lte=5", 3, "lte", "le(property,value)"),
                Arguments.of("lte(a,5)", 1, "lte", "le(property,value)"),
                Arguments.of("x=y&gte(a,5)", 5, "gte", "ge(property,value)"),
                Arguments.of("range(a,9,5)", 1, "range", "and(ge(property,from),le(property,to))"),
                Arguments.of("sort(-name)", 1, "sort", "ordering("),
                Arguments.of("limit(10,100)", 1, "limit", "limit=100&offset=0"),
                Arguments.of("search(x)", 1, "search", "search=\"term\""),
                Arguments.of("EQ(a,b)", 1, "EQ", "write eq("),
                Arguments.of("foo(a,b)", 1, "foo", "eq ne gt ge lt le in out like ilike"),
                Arguments.of("eq(a, b)", 6, " ", "leave the blank out"),
                Arguments.of("and(a=b, c=d)", 9, " ", "after a comma too"),
                Arguments.of(" a=b", 1, " ", "leave them out"),
                Arguments.of("a =b", 2, " ", "leave them out"),
                Arguments.of("ordering(- a)", 11, " ", "leave them out"),
                Arguments.of("a=", 3, "", "empty()"),
                Arguments.of("eq(a,)", 6, ")", "empty()"),
                Arguments.of("eq(a,b,c)", 7, ",", "quotes"),
                Arguments.of("eq(a)", 5, ")", "eq(property,value)"),
                Arguments.of("eq(a,b", 7, "", "close it"),
                Arguments.of("(a=b", 5, "", "close it"),
                Arguments.of("a=b)", 4, ")", "leave it out"),
                Arguments.of("a>5", 2, ">", "gt(a,b)"),
                Arguments.of("a!=5", 2, "!", "ne(a,b)"),
                Arguments.of("a", 2, "", "property=value"),
                Arguments.of("a=t", 3, "t", "\"t\""),
                Arguments.of("t=x", 1, "t", "whole name"),
                Arguments.of("t(in(a,(b)))", 3, "in(a,(b))", "t(a=b"),
                Arguments.of("t(ordering(a))", 3, "ordering(a)", "t(a=b"),
                Arguments.of("1a=b", 1, "1", "property=value"),
                Arguments.of("\"a\"=b", 1, "\"", "property=value"),
                Arguments.of("eq(é,b)", 4, "é", "name"),
                Arguments.of("a=.b", 3, ".", "quotes"),
                Arguments.of("eq(a,b#c)", 7, "#", "quotes"),
                Arguments.of("a=%22b%22", 3, "%", "not percent-encoded"),
                Arguments.of("a=\"b", 3, "\"", "after the value"),
                Arguments.of("a=null()x", 9, "x", "joined by &"),
                Arguments.of("a=b=c", 3, "b", "property=ge=value"),
                Arguments.of("a=eq=b=c", 7, "=", "quotes"));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void names_column_offender_and_remedy(String text, int column, String offending, String advice) {
        RqlSyntaxException error = catchThrowableOfType(RqlSyntaxException.class, () -> Rql.parse(text));
        assertThat(error).as(text).isNotNull();
        assertThat(error.column()).isEqualTo(column);
        assertThat(error.offending()).isEqualTo(offending);
        assertThat(error.advice()).contains(advice);
        assertThat(error).hasMessageContaining("column " + column).hasMessageContaining(error.advice());
    }

    @ParameterizedTest
    @ValueSource(strings = {"or(not(eq(a,b)),not(eq(c,d)))", "eq(a,\"x\")", "like(a,b*)", "in(a,(b,c))"})
    void refuses_a_text_that_is_cut_anywhere(String text) {
        for (int end = 1; end < text.length(); end++) {
            String cut = text.substring(0, end);
            assertThatThrownBy(() -> Rql.parse(cut)).as(cut).isInstanceOf(RqlSyntaxException.class);
        }
    }

    @Test
    void refuses_nesting_that_would_break_the_stack() {
        String deep = "(".repeat(100_000) + "a=b" + ")".repeat(100_000);
        assertThatThrownBy(() -> Rql.parse(deep))
                .isInstanceOf(RqlSyntaxException.class)
                .hasMessageContaining("deeper");
    }

    @Test
    void reads_nesting_that_people_write() {
        assertThat(Rql.parse("(".repeat(100) + "a=b" + ")".repeat(100))).isEqualTo(Rql.eq("a", "b"));
    }
}
