package io.connectprocessor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class BystanderTest {

    private final HttpClient client = HttpClient.newHttpClient();

    private int fail(Sandbox sandbox, String id) throws Exception {
        HttpRequest fail = HttpRequest.newBuilder(URI.create(sandbox.connectUrl() + "/requests/" + id + "/fail"))
                .header("Authorization", sandbox.apiKey())
                .POST(HttpRequest.BodyPublishers.ofString("{\"reason\": \"no\"}"))
                .build();
        return client.send(fail, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    @Test
    void a_call_cut_off_at_its_arrival_takes_no_effect_and_gets_no_answer() {
        Bystander cuts = new Bystander() {
            @Override
            public boolean arrives(Fault.Api api, String action) {
                return false;
            }
        };
        try (Sandbox sandbox = Sandbox.builder().bystander(cuts).start()) {
            String id = sandbox.seed().purchase().pending();

            assertThatThrownBy(() -> fail(sandbox, id)).isInstanceOf(IOException.class);

            assertThat(sandbox.requestJson(id)).containsEntry("status", "pending");
        }
    }

    @Test
    void a_call_cut_off_at_its_answer_has_taken_its_effect() {
        Bystander cuts = new Bystander() {
            @Override
            public boolean answers(Fault.Api api, String action) {
                return false;
            }
        };
        try (Sandbox sandbox = Sandbox.builder().bystander(cuts).start()) {
            String id = sandbox.seed().purchase().pending();

            assertThatThrownBy(() -> fail(sandbox, id)).isInstanceOf(IOException.class);

            assertThat(sandbox.requestJson(id)).containsEntry("status", "failed");
        }
    }

    @Test
    void sees_calls_by_their_names_and_no_answer_of_one_that_a_fault_ends() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        Bystander sees = new Bystander() {
            @Override
            public boolean arrives(Fault.Api api, String action) {
                return seen.add(api + " " + action + " arrives");
            }

            @Override
            public boolean answers(Fault.Api api, String action) {
                return seen.add(api + " " + action + " answers");
            }
        };
        try (Sandbox sandbox = Sandbox.builder()
                .bystander(sees)
                .fault(Fault.status(503).times(1))
                .start()) {
            String id = sandbox.seed().purchase().pending();

            assertThat(fail(sandbox, id)).isEqualTo(503);
            assertThat(fail(sandbox, id)).isEqualTo(200);

            assertThat(seen).containsExactly("CONNECT fail arrives", "CONNECT fail arrives", "CONNECT fail answers");
        }
    }
}
