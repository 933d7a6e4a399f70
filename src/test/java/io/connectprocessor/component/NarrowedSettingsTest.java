package io.connectprocessor.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NarrowedSettingsTest {

    private final NarrowedSettings settings = new NarrowedSettings(Map.of(
            "a", "general",
            "product.PRD-1.a", "product",
            "marketplace.MP-1.a", "marketplace",
            "product.PRD-1.marketplace.MP-1.a", "both",
            "a.b", "general, special",
            "marketplace.MP-2.a.b", "marketplace, special"));

    @ParameterizedTest
    @CsvSource({
        "PRD-1, MP-1, both",
        "PRD-1, MP-2, product",
        "PRD-1,     , product",
        "PRD-2, MP-1, marketplace",
        "PRD-2, MP-2, general",
        "PRD-2,     , general",
        "     , MP-1, marketplace"
    })
    void the_narrowest_scope_counts_and_a_product_before_a_marketplace(
            String product, String marketplace, String text) {
        assertThat(settings.find(product, marketplace, "a"))
                .map(NarrowedSettings.Found::text)
                .contains(text);
    }

    @ParameterizedTest
    @CsvSource({
        "PRD-2, MP-2, marketplace.MP-2.a.b",
        "PRD-2,     , a.b",
        "PRD-1, MP-2, product.PRD-1.a",
        "PRD-2, MP-1, marketplace.MP-1.a"
    })
    void a_narrower_scope_counts_before_a_more_special_key(String product, String marketplace, String name) {
        assertThat(settings.find(product, marketplace, "a.b", "a"))
                .map(NarrowedSettings.Found::name)
                .contains(name);
    }

    @Test
    void marketplaces_and_keys_are_known_and_values_are_not_shown() {
        assertThat(settings.marketplaces()).containsExactlyInAnyOrder("MP-1", "MP-2");
        assertThat(settings.keys()).containsExactly("a", "a.b");
        assertThat(settings + " " + settings.find("PRD-1", null, "a")).doesNotContain("general", "= product");
        assertThat(settings.find("PRD-1", null, "c")).isEmpty();
    }
}
