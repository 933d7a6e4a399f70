package io.connectprocessor.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeysTest {
    @Test
    void every_key_stands_once_under_one_of_our_prefixes_in_kebab_case() {
        assertThat(Keys.all()).extracting(Key::name).doesNotHaveDuplicates().allSatisfy(name -> {
            assertThat(Keys.isOurs(name)).isTrue();
            assertThat(name).matches("[a-z]+(\\.[a-z]+[0-9]?(-[a-z]+)*)+");
        });
        assertThat(Keys.all()).extracting(Key::environmentName).doesNotHaveDuplicates();
    }

    @Test
    void every_constant_is_in_the_catalogue() {
        long constants = Arrays.stream(Keys.class.getDeclaredFields())
                .filter(field -> field.getType() == Key.class)
                .count();

        assertThat(Keys.all()).hasSize((int) constants);
    }

    @Test
    void a_key_has_its_name_in_the_environment() {
        assertThat(Keys.named("connect.api-url"))
                .get()
                .extracting(Key::environmentName)
                .isEqualTo("CONNECT_API_URL");
    }

    @Test
    void only_what_begins_like_our_keys_is_ours() {
        assertThat(Keys.isOurs("connect.nosuch")).isTrue();
        assertThat(Keys.isOurs("connectors.list")).isFalse();
        assertThat(Keys.isOurs("camel.main.name")).isFalse();
        assertThat(Keys.named("connect.nosuch")).isEmpty();
    }

    @Test
    void the_table_has_a_row_for_every_key() {
        String table = Keys.markdown();

        assertThat(table.lines()).hasSize(2 + Keys.all().size());
        assertThat(table)
                .startsWith(
                        "| Key | Environment | Default | Meaning |\n| --- | --- | --- | --- |\n| `connect.api-url` |")
                .endsWith("|\n")
                .contains("| `poll.page-size` | `POLL_PAGE_SIZE` | `100` | Requests asked for in one page."
                        + " Form: whole number, 1 to 1000. |\n")
                .contains("| `connect.products` | `CONNECT_PRODUCTS` | must be set | ")
                .contains("| `vendor.api-key` | `VENDOR_API_KEY` | none | ");
        assertThat(table.lines())
                .allMatch(row -> row.chars().filter(c -> c == '|').count() == 5);
    }

    @Test
    void the_distance_of_two_names_does_not_count_case_and_punctuation() {
        assertThat(Nearest.distance("connect.apiUrl", "connect.api-url")).isZero();
        assertThat(Nearest.distance("abc", "axcd")).isEqualTo(2);
        assertThat(Nearest.distance("", "abc")).isEqualTo(3);
    }

    @Test
    void a_process_has_its_own_sources() {
        Sources sources = Sources.ofThisProcess(Map.of("acme.a", "1"));

        assertThat(sources.options()).containsOnlyKeys("acme.a");
        assertThat(sources.systemProperties()).containsEntry("java.version", System.getProperty("java.version"));
        assertThat(sources.environment()).isEqualTo(System.getenv());
        assertThat(sources.directory()).isAbsolute();
    }
}
