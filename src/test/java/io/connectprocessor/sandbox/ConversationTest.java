package io.connectprocessor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConversationTest {

    private final Sandbox sandbox = Sandbox.builder().start();
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void a_request_has_one_conversation_that_is_found_by_its_id() {
        SandboxRequest order = sandbox.request("purchase").create();
        SandboxRequest tier = sandbox.tierRequest("setup").create();

        String found = caller.list("/conversations", "eq(instance_id," + order.id() + ")")
                .ids()
                .get(0);

        assertThat(found).startsWith("CO-");
        assertThat(caller.list("/conversations", "instance_id=" + order.id()).ids())
                .containsExactly(found);
        assertThat(caller.list("/conversations", "instance_id=" + tier.id()).ids())
                .hasSize(1)
                .doesNotContain(found);
        assertThat(caller.list("/conversations", "instance_id=PR-0").ids()).isEmpty();
        assertThat(caller.list("/conversations", "limit=0").range()).isEqualTo("items 0-0/2");
        assertThat(caller.get("/conversations/" + found)
                        .json()
                        .path("instance_id")
                        .asText())
                .isEqualTo(order.id());
    }

    @Test
    void messages_are_posted_listed_and_edited() {
        SandboxRequest order = sandbox.request("purchase").create();
        String path = messages(order);

        Caller.Answer posted = caller.post(path, "{\"text\":\"On its way\"}");
        Caller.Answer secret = caller.post(path, "{\"text\":\"Call Ada\",\"type\":\"private\"}");
        Caller.Answer edited = caller.put(path + "/" + secret.json().path("id").asText(), "{\"text\":\"Call Grace\"}");

        assertThat(posted.status()).isEqualTo(201);
        assertThat(posted.json().path("type").asText()).isEqualTo("message");
        assertThat(edited.status()).isEqualTo(200);
        assertThat(order.messages()).containsExactly("On its way", "Call Grace");
        assertThat(caller.list(path, "type=private").ids()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"text\":\" \"}", "{\"text\":7}", "{\"text\":\"x\",\"type\":\"shout\"}"})
    void a_bad_message_is_refused(String body) {
        SandboxRequest order = sandbox.request("purchase").create();

        assertThat(caller.post(messages(order), body).code()).isEqualTo("VAL_001");
        assertThat(order.messages()).isEmpty();
    }

    @Test
    void a_closed_conversation_takes_no_message() {
        SandboxRequest order = sandbox.request("purchase").create();
        String path = messages(order);

        caller.post(path.replace("/messages", "/close"), null);

        assertThat(caller.post(path, "{\"text\":\"late\"}").status()).isEqualTo(400);
        assertThat(order.messages()).isEmpty();
    }

    @Test
    void the_platform_notes_each_transition() {
        SandboxRequest change = sandbox.request("change").create();
        caller.approve(change.id());

        assertThat(change.transitions()).containsExactly("The request changed from pending to approved.");
        assertThat(change.messages()).isEmpty();
    }

    @Test
    void nobody_but_the_platform_makes_a_conversation() {
        assertThat(caller.post("/conversations", "{\"instance_id\":\"PR-1\"}").status())
                .isEqualTo(403);
        assertThat(caller.post("/conversations/CO-0/messages", "{\"text\":\"x\"}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void there_are_none_by_variation() {
        try (Sandbox silent = Sandbox.builder().with(Variation.NO_CONVERSATIONS).start()) {
            Caller on = new Caller(silent);
            SandboxRequest change = silent.request("change").create();
            on.approve(change.id());

            assertThat(on.list("/conversations", "instance_id=" + change.id()).ids())
                    .isEmpty();
            assertThat(change.transitions()).isEmpty();
            assertThat(change.status()).isEqualTo("approved");
        }
    }

    private String messages(SandboxRequest request) {
        String id = caller.list("/conversations", "instance_id=" + request.id())
                .ids()
                .get(0);
        return "/conversations/" + id + "/messages";
    }
}
