package io.connectprocessor.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.ledger.Standing.State;
import io.connectprocessor.sandbox.Bystander;
import io.connectprocessor.sandbox.Fault;
import io.connectprocessor.sandbox.Sandbox;
import io.connectprocessor.sandbox.SandboxRequest;
import io.connectprocessor.testing.ConnectRoutes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Somebody asks the customer while the shipped routes work on the order: the platform takes no values of the vendor then. */
class InquiredMeanwhileTest {

    private final AtomicReference<Runnable> meanwhile = new AtomicReference<>();

    @RegisterExtension
    final ConnectRoutes routes =
            ConnectRoutes.in(Path.of("routes")).sandbox(sandbox -> sandbox.bystander(new Colleague()));

    /** Asks in the moment that the vendor has made the subscription. */
    private final class Colleague implements Bystander {
        @Override
        public boolean answers(Fault.Api api, String action) {
            Runnable asks = action.equals("create-subscription") ? meanwhile.getAndSet(null) : null;
            if (asks != null) {
                asks.run();
            }
            return true;
        }
    }

    private void askMeanwhile(SandboxRequest order) {
        Sandbox sandbox = routes.sandbox();
        meanwhile.set(() -> {
            String mark = "{\"asset\":{\"params\":[{\"id\":\"company_domain\",\"value_error\":\"Which?\"}]}}";
            call(sandbox, "PUT", order, "", mark);
            call(sandbox, "POST", order, "/inquire", "{}");
        });
    }

    private static void call(Sandbox sandbox, String method, SandboxRequest order, String action, String body) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(sandbox.connectUrl() + "/requests/" + order.id() + action))
                .header("Authorization", sandbox.apiKey())
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            assertThat(HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void an_order_whose_customer_is_asked_meanwhile_rests_until_the_answer_and_is_not_parked() {
        SandboxRequest order = routes.given(routes.request("purchase"));
        askMeanwhile(order);

        routes.process();

        assertThat(order.status()).isEqualTo("inquiring");
        assertThat(routes.ledger().standing(order.id()).orElseThrow().state()).isEqualTo(State.INQUIRED);

        order.customerAnswers(Map.of("company_domain", "acme.example"));
        routes.process();

        assertThat(order.status()).isEqualTo("approved");
        assertThat(order.parameterErrors()).isEmpty();
        assertThat(routes.sandbox().books().vendorEffects()).containsEntry(order.id(), 1);
    }

    @Test
    void an_answer_that_changes_nothing_brings_the_order_back_and_leaves_no_error_in_it() {
        SandboxRequest order = routes.given(routes.request("purchase"));
        askMeanwhile(order);
        routes.process();

        order.customerAnswers(Map.of());
        routes.process();

        assertThat(order.status()).isEqualTo("approved");
        assertThat(order.parameterErrors()).isEmpty();
    }
}
