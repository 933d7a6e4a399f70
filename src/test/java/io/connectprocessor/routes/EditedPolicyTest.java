package io.connectprocessor.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.ledger.Standing.State;
import io.connectprocessor.routing.VisualEditor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The error policy after a visual editor has saved its file: it gives the policy that is for all routes an id, and with that it is for none. */
class EditedPolicyTest {

    @RegisterExtension
    static final RouteFixture ROUTES =
            RouteFixture.shipped().withFile("dead-letter.camel.yaml", saved("dead-letter.camel.yaml"));

    private static String saved(String name) {
        try {
            return new VisualEditor().rewritten(Files.readString(Path.of("routes", name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_failure_in_a_called_route_still_reaches_the_dead_letter_once() {
        assertThat(saved("dead-letter.camel.yaml")).contains("id: routeConfiguration-");
        String id = ROUTES.seed().suspend().pending();
        ROUTES.vendor().answerNext(418, "{}");

        ROUTES.process(id);

        assertThat(ROUTES.standing(id)).isEqualTo(State.PARKED);
        assertThat(ROUTES.letter(id).step()).isEqualTo("suspend-subscription");
        assertThat(ROUTES.sent().to("direct:dead-letter", id)).hasSize(1);
    }
}
