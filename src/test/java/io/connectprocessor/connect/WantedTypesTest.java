package io.connectprocessor.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectprocessor.settings.Settings;
import io.connectprocessor.settings.Sources;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WantedTypesTest {

    @Test
    void every_type_of_every_kind_has_a_name_and_the_setting_has_them_all() {
        Settings settings = Settings.resolve(new Sources(
                Map.of(
                        "connect.api-key", "SU-1",
                        "connect.products", "PRD-1",
                        "vendor.api-url", "http://127.0.0.1"),
                Map.of(),
                Map.of(),
                Path.of("nowhere")));

        assertThat(settings.types()).isEqualTo(WantedTypes.names());
        WantedTypes all = WantedTypes.of(WantedTypes.names());
        for (RequestKind kind : RequestKind.values()) {
            assertThat(all.all(kind)).isTrue();
            assertThat(all.of(kind)).isEqualTo(kind.types());
        }
    }

    @Test
    void an_adjustment_of_a_subscription_is_not_one_of_a_tier() {
        WantedTypes wanted = WantedTypes.of(List.of("adjustment", "tier-setup"));

        assertThat(wanted.includes(RequestKind.REQUEST, "adjustment")).isTrue();
        assertThat(wanted.includes(RequestKind.TIER_REQUEST, "adjustment")).isFalse();
        assertThat(wanted.of(RequestKind.TIER_REQUEST)).containsExactly("setup");
        assertThat(WantedTypes.of(List.of("purchase")).any(RequestKind.TIER_REQUEST))
                .isFalse();
    }

    @Test
    void what_is_no_documented_type_is_seen_by_somebody_unless_types_are_left_out() {
        assertThat(WantedTypes.of(WantedTypes.names()).includes(RequestKind.REQUEST, "teleport"))
                .isTrue();
        assertThat(WantedTypes.of(List.of("purchase")).includes(RequestKind.REQUEST, "teleport"))
                .isFalse();
        assertThat(WantedTypes.of(List.of("purchase")).includes(RequestKind.REQUEST, null))
                .isTrue();
    }

    @Test
    void a_name_that_does_not_exist_is_refused_with_those_that_do() {
        assertThatThrownBy(() -> WantedTypes.of(List.of("purchase", "upgrade")))
                .hasMessageContaining("\"upgrade\"")
                .hasMessageContaining("tier-setup");
        assertThatThrownBy(() -> WantedTypes.of(List.of())).hasMessageContaining("No type of request is named");
    }
}
