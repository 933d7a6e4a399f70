package io.connectprocessor.rql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RqlQueryTest {

    private static final RqlQuery PENDING =
            RqlQuery.of(Rql.and(Rql.eq("status", "pending"), Rql.in("asset.product.id", List.of("PRD-1"))));

    @Test
    void writes_all_parts_joined_by_ampersands() {
        RqlQuery query = PENDING.withOrdering("created", "-updated")
                .withLimit(100)
                .withOffset(200)
                .withSelect("-asset.items", "template")
                .withSearch("two words");
        assertThat(query)
                .hasToString("select(-asset.items,template)&and(eq(status,pending),in(asset.product.id,(PRD-1)))"
                        + "&ordering(created,-updated)&limit=100&offset=200&search=\"two words\"");
        assertThat(Rql.parse(query.toString()).matchesEverything()).isFalse();
    }

    @Test
    void leaves_out_what_is_not_set() {
        assertThat(PENDING).hasToString("and(eq(status,pending),in(asset.product.id,(PRD-1)))");
        assertThat(RqlQuery.everything().withLimit(0)).hasToString("limit=0");
        assertThat(RqlQuery.everything().encoded()).isEmpty();
        assertThat(RqlQuery.of(null)).isEqualTo(RqlQuery.everything());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "a b~%22a%20b%22",
                "50%~%2250%25%22",
                "%2C~%22%252C%22",
                "+03:00~%2B03:00",
                "Grüße~Gr%C3%BC%C3%9Fe",
                "😀~%22%F0%9F%98%80%22",
                "a#b~%22a%23b%22",
                "a|b~%22a%7Cb%22",
                "a\\b~a%5Cb",
                "[x]~%22%5Bx%5D%22",
                "<x>~%22%3Cx%3E%22",
                "a,b&c=d~%22a,b&c=d%22",
                "3\"~'3%22'",
                "a@b.de~a@b.de",
                "x*~x*"
            })
    void encodes_a_value_for_the_query_string(String value, String encoded) {
        assertThat(RqlQuery.of(Rql.eq("p", value)).encoded()).isEqualTo("eq(p," + encoded + ")");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "100% \"+\" #x", "€ [a] {b} | \\ ^ ` ~ <c>", "line\nbreak", "it's ?&=;/"})
    void is_a_legal_uri_that_decodes_to_the_text_even_where_plus_means_a_blank(String value) {
        RqlQuery query = RqlQuery.of(Rql.eq("p", value)).withOrdering("+created");
        URI uri = URI.create("https://api.example.com/public/v1/requests?" + query.encoded());
        assertThat(uri.getQuery()).isEqualTo(query.toString());
        assertThat(URLDecoder.decode(query.encoded(), StandardCharsets.UTF_8)).isEqualTo(query.toString());
    }

    @Test
    void refuses_negative_numbers() {
        assertThatThrownBy(() -> PENDING.withLimit(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("limit is -1");
        assertThatThrownBy(() -> PENDING.withOffset(-2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("offset is -2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"created,updated", "--created", "", "-", "t", "a b"})
    void refuses_to_order_by_what_is_no_property(String property) {
        assertThatThrownBy(() -> PENDING.withOrdering(property)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PENDING.withSelect(property)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=b&ordering(a)", "(a=b|limit=5)", "offset=3", "select(-a)", "search=x"})
    void refuses_what_the_filter_sets_already(String filter) {
        RqlQuery query = RqlQuery.of(Rql.parse(filter));
        assertThatThrownBy(() -> query.withOrdering("created")
                        .withLimit(1)
                        .withOffset(1)
                        .withSelect("x")
                        .withSearch("y"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("take it out of the filter");
    }

    @Test
    void refuses_a_search_term_that_cannot_be_quoted() {
        assertThatThrownBy(() -> PENDING.withSearch("'\""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'search'");
    }
}
