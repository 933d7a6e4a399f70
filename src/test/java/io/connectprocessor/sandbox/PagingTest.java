package io.connectprocessor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagingTest {

    private static final Instant START = Instant.parse("2024-05-01T10:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limit=0|0|items 0-0/250",
                "limit=100|100|items 0-99/250",
                "|100|items 0-99/250",
                "limit=2000|250|items 0-249/250",
                "limit=-5|100|items 0-99/250",
                "limit=ten|100|items 0-99/250",
                "limit=100&offset=200|50|items 200-249/250",
                "limit=100&offset=1000|0|items 1000-1000/250",
                "limit=1&offset=0|1|items 0-0/250",
                "limit=10&offset=x|10|items 0-9/250",
                "status=approved|0|items 0-0/0",
            })
    void the_range_header_tells_first_last_and_total(String rql, int rows, String range) {
        try (Sandbox sandbox = Sandbox.builder().seed(changes(250)).start()) {
            Caller.Answer answer = new Caller(sandbox).list("/requests", rql == null ? "" : rql);

            assertThat(answer.ids()).hasSize(rows);
            assertThat(answer.range()).isEqualTo(range);
        }
    }

    @Test
    void a_page_is_clamped_at_1000() {
        try (Sandbox sandbox = Sandbox.builder().seed(changes(1001)).start()) {
            Caller.Answer answer = new Caller(sandbox).list("/requests", "ordering(created)&limit=5000");

            assertThat(answer.ids()).hasSize(1000);
            assertThat(answer.range()).isEqualTo("items 0-999/1001");
        }
    }

    @Test
    void offset_paging_over_a_set_that_shrinks_skips_rows() {
        try (Sandbox sandbox = Sandbox.builder().seed(changes(40)).start()) {
            Caller caller = new Caller(sandbox);
            Set<String> seen = new HashSet<>();
            for (int offset = 0; offset < 40; offset += 10) {
                List<String> page = caller.list(
                                "/requests", "status=pending&ordering(created)&limit=10&offset=" + offset)
                        .ids();
                page.forEach(caller::approve);
                seen.addAll(page);
            }
            assertThat(seen).hasSize(20);
            assertThat(sandbox.books().count("pending")).isEqualTo(20);
        }
    }

    @Test
    void ordering_by_created_is_oldest_first_across_types_products_and_environments() {
        try (Sandbox sandbox = Sandbox.builder().seed(Seed.demo(1)).start()) {
            Caller caller = new Caller(sandbox);
            List<Instant> created = new ArrayList<>();
            caller.list("/requests", "ordering(created)&limit=1000")
                    .json()
                    .forEach(row -> created.add(
                            java.time.OffsetDateTime.parse(row.path("created").asText())
                                    .toInstant()));
            List<String> up =
                    caller.list("/requests", "ordering(created)&limit=1000").ids();
            List<String> down =
                    caller.list("/requests", "ordering(-created)&limit=1000").ids();

            assertThat(created).isSorted().hasSizeGreaterThan(300);
            assertThat(down).isEqualTo(reversed(up));
        }
    }

    @Test
    void bounds_on_created_and_excluded_ids_agree_with_the_rows_one_by_one() {
        try (Sandbox sandbox = Sandbox.builder().seed(changes(1500)).start()) {
            Caller caller = new Caller(sandbox);
            List<String> all = new ArrayList<>(
                    caller.list("/requests", "ordering(created)&limit=1000").ids());
            String from = START.plusSeconds(600).toString();
            String to = START.plusSeconds(700).toString();

            Caller.Answer within = caller.list(
                    "/requests",
                    "status=pending&created=ge=" + from + "&created=lt=" + to + "&out(id,(" + all.get(600) + ","
                            + all.get(0) + "))&ordering(created)&limit=50&offset=10");
            Caller.Answer after = caller.list("/requests", "created=gt=" + from + "&ordering(created)&limit=1");
            Caller.Answer until = caller.list("/requests", "created=le=" + from + "&limit=0");
            Caller.Answer exactly = caller.list("/requests", "created=" + from);

            assertThat(within.ids()).isEqualTo(all.subList(611, 661));
            assertThat(within.range()).isEqualTo("items 10-59/99");
            assertThat(after.ids()).containsExactly(all.get(601));
            assertThat(after.range()).endsWith("/899");
            assertThat(until.range()).endsWith("/601");
            assertThat(exactly.ids()).containsExactly(all.get(600));
        }
    }

    @Test
    void pages_by_offset_put_together_are_the_whole_list() {
        try (Sandbox sandbox = Sandbox.builder().seed(Seed.scale(700, 0, 9)).start()) {
            Caller caller = new Caller(sandbox);
            String filter = "status=pending&asset.product.id=PRD-100-200-300&created=gt=2020-01-01&ordering(created)";
            List<String> whole =
                    caller.list("/requests", filter + "&limit=1000").ids();
            List<String> pages = new ArrayList<>();
            for (int offset = 0; offset < whole.size(); offset += 7) {
                pages.addAll(caller.list("/requests", filter + "&limit=7&offset=" + offset)
                        .ids());
            }
            assertThat(whole).hasSizeGreaterThan(300);
            assertThat(pages).isEqualTo(whole);
        }
    }

    @Test
    void rows_of_one_stamp_change_places_when_asked_to_and_none_is_lost() {
        Seed seed = seeding -> {
            for (int i = 0; i < 50; i++) {
                seeding.change().created(START).pending();
            }
            seeding.change().created(START.plusSeconds(1)).pending();
        };
        try (Sandbox sandbox = Sandbox.builder().seed(seed).shuffleTies(7).start()) {
            Caller caller = new Caller(sandbox);
            List<String> first = caller.list("/requests", "ordering(created)").ids();
            List<String> second = caller.list("/requests", "ordering(created)").ids();

            assertThat(second).isNotEqualTo(first).containsExactlyInAnyOrderElementsOf(first);
            assertThat(second.get(50)).isEqualTo(first.get(50));
        }
    }

    @Test
    void stamps_can_be_served_in_whole_seconds_and_are_compared_with_their_fraction() {
        Instant created = START.plusMillis(500);
        Seed seed = seeding -> seeding.change().created(created).pending();
        try (Sandbox fine = Sandbox.builder().seed(seed).start();
                Sandbox coarse = Sandbox.builder().seed(seed).wholeSeconds().start()) {
            Caller caller = new Caller(coarse);

            assertThat(created(new Caller(fine))).isEqualTo("2024-05-01T10:00:00.500000+00:00");
            assertThat(created(caller)).isEqualTo("2024-05-01T10:00:00+00:00");
            assertThat(caller.list("/requests", "created=ge=" + START).ids()).hasSize(1);
            assertThat(caller.list("/requests", "created=le=" + START).ids()).isEmpty();
        }
    }

    private static String created(Caller caller) {
        return caller.get("/requests").json().get(0).path("created").asText();
    }

    private static List<String> reversed(List<String> list) {
        List<String> reversed = new ArrayList<>(list);
        java.util.Collections.reverse(reversed);
        return reversed;
    }

    /** One change a second. */
    private static Seed changes(int n) {
        return seeding -> {
            for (int i = 0; i < n; i++) {
                seeding.change().created(START.plusSeconds(i)).pending();
            }
        };
    }
}
