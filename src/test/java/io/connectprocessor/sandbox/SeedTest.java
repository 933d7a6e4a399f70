package io.connectprocessor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SeedTest {

    private static final String OURS =
            "status=pending&in(asset.product.id,(PRD-100-200-300,PRD-400-500-600))&asset.connection.type=production";

    @Test
    void the_demo_holds_what_it_promises() {
        try (Sandbox sandbox = Sandbox.builder().seed(Seed.demo(42)).start()) {
            Caller caller = new Caller(sandbox);
            JsonNode rows = caller.list("/requests", OURS + "&ordering(created)&limit=1000")
                    .json();
            Set<String> types = new HashSet<>();
            Set<String> assignees = new HashSet<>();
            rows.forEach(row -> {
                types.add(row.path("type").asText());
                JsonNode assignee = row.path("assignee");
                assignees.add(assignee.isObject() ? "object" : assignee.asText().isEmpty() ? "nobody" : "text");
            });

            assertThat(rows).hasSize(300);
            assertThat(types).containsExactlyInAnyOrder("purchase", "change", "suspend", "resume", "cancel");
            assertThat(assignees).containsExactlyInAnyOrder("nobody", "text", "object");
            assertThat(rows.findValues("mpn").stream().map(JsonNode::asText)).contains("DECLINE-ME");
            assertThat(sandbox.books().count("tiers_setup")).isEqualTo(30);
            assertThat(sandbox.books().count("pending")).isEqualTo(330);
            assertThat(sandbox.books().tierCount("pending") + sandbox.books().tierCount("tiers_setup"))
                    .isEqualTo(20);
            assertThat(sandbox.books().tierCount("tiers_setup")).isPositive();
        }
    }

    @Test
    void the_same_seed_gives_the_same_rows() {
        try (Sandbox one = Sandbox.builder().seed(Seed.demo(5)).start();
                Sandbox two = Sandbox.builder().seed(Seed.demo(5)).start()) {
            assertThat(rows(one)).isEqualTo(rows(two));
        }
    }

    private static List<String> rows(Sandbox sandbox) {
        JsonNode rows = new Caller(sandbox)
                .list("/requests", "ordering(created)&limit=1000")
                .json();
        return rows.findValues("id").stream().map(JsonNode::asText).toList();
    }

    @Test
    void a_row_is_about_as_large_as_the_platforms() {
        try (Sandbox sandbox = Sandbox.builder().seed(Seed.scale(50, 0, 1)).start()) {
            Caller.Answer answer = new Caller(sandbox).list("/requests", OURS + "&limit=50");

            assertThat(answer.body().length() / 50).isBetween(3000, 6000);
        }
    }

    @Test
    void scale_has_whole_seconds_and_ties() {
        try (Sandbox sandbox = Sandbox.builder().seed(Seed.scale(500, 10, 1)).start()) {
            JsonNode rows = new Caller(sandbox)
                    .list("/requests", OURS + "&ordering(created)&limit=1000")
                    .json();
            Set<String> stamps = new HashSet<>();
            rows.forEach(row -> stamps.add(row.path("created").asText()));

            assertThat(rows).hasSize(500);
            assertThat(stamps).hasSizeLessThan(150).allMatch(stamp -> !stamp.contains("."));
        }
    }

    @ParameterizedTest
    @EnumSource(Poison.class)
    void a_poisoned_request_is_found_and_approved_like_any_other(Poison poison) {
        try (Sandbox sandbox = Sandbox.builder().start()) {
            Caller caller = new Caller(sandbox);
            String id = sandbox.seed().change().poison(poison).pending();
            JsonNode sound = new com.fasterxml.jackson.databind.ObjectMapper().valueToTree(sandbox.requestJson(id));

            JsonNode listed = caller.list("/requests", OURS).json().get(0);
            JsonNode read = caller.get("/requests/" + id).json();
            Caller.Answer approved = caller.approve(id);

            assertThat(listed).isEqualTo(read).isNotEqualTo(sound);
            assertThat(read.path("id").asText()).isEqualTo(id);
            assertThat(approved.status()).isEqualTo(200);
            assertThat(approved.json().path("asset").path("status").asText()).isEqualTo("active");
        }
    }

    @Test
    void faulty_holds_every_poison_once() {
        try (Sandbox sandbox = Sandbox.builder().seed(Seed.faulty(3)).start()) {
            Caller.Answer answer = new Caller(sandbox).list("/requests", OURS + "&ordering(created)&limit=1000");

            assertThat(answer.ids()).hasSize(400);
            assertThat(answer.body()).contains("teleport").contains("{{env:HOME}}");
        }
    }

    @Test
    void templates_are_filtered_by_scope_and_type_and_never_by_name() {
        try (Sandbox sandbox = Sandbox.builder().start()) {
            Caller caller = new Caller(sandbox);
            String path = "/products/" + sandbox.products().get(0) + "/templates";

            assertThat(caller.get(path).ids()).hasSize(6);
            assertThat(caller.get(path + "?scope=asset&type=fulfillment&name=Default%20Activation%20Template")
                            .ids())
                    .hasSize(2);
            assertThat(caller.get(path + "?scope=tier1")
                            .json()
                            .get(0)
                            .path("type")
                            .isNull())
                    .isTrue();
            assertThat(caller.get(path + "?scope=tier1&type=fulfillment").ids()).isEmpty();
            assertThat(caller.get(path + "?limit=2&offset=4").range()).isEqualTo("items 4-5/6");
            assertThat(caller.get("/products/PRD-0/templates").status()).isEqualTo(404);
            assertThat(caller.get("/products/" + sandbox.products().get(1)).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void the_books_are_served_as_json() {
        try (Sandbox sandbox = Sandbox.builder().start()) {
            Caller caller = new Caller(sandbox);
            String id = sandbox.seed().change().pending();
            caller.approve(id);

            JsonNode books = caller.control("GET", "/books", null).json();

            assertThat(books.path("connectCalls").path("approve").asInt()).isEqualTo(1);
            assertThat(books.path("statuses").path("approved").path("change").asInt())
                    .isEqualTo(1);
            assertThat(books.path("decided").get(0).asText()).isEqualTo(id);
            assertThat(books.path("firstApproval").asText()).endsWith("Z");
            assertThat(books.path("mostConnectCallsAtOnce").asInt()).isEqualTo(1);
        }
    }

    @Test
    void two_sandboxes_in_one_process_know_nothing_of_each_other() {
        try (Sandbox one = Sandbox.builder().start();
                Sandbox two = Sandbox.builder().start()) {
            one.seed().change().pending();

            assertThat(new Caller(one).get("/requests").ids()).hasSize(1);
            assertThat(new Caller(two).get("/requests").ids()).isEmpty();
        }
    }
}
