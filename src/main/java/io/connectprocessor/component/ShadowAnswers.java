package io.connectprocessor.component;

import io.connectprocessor.connect.Json;
import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.Failure;
import io.connectprocessor.failure.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** With what a route goes on after a step that a shadow did not make: {@code <step>.json} of a folder, read anew each time. */
record ShadowAnswers(Path folder, Json json) {

    private static final String PLAIN = "[A-Za-z0-9_][A-Za-z0-9_.-]*";

    /** @throws FailedException a route fault when the file cannot be read as JSON */
    Optional<byte[]> of(String step) {
        if (step == null || !step.matches(PLAIN)) {
            return Optional.empty();
        }
        Path file = folder.resolve(step + ".json");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            byte[] answer = Files.readAllBytes(file);
            json.value(answer);
            return Optional.of(answer);
        } catch (IOException unreadable) {
            throw new FailedException(
                    null,
                    Failure.of(FailureKind.ROUTE_FAULT, file + " is no JSON that can be read"),
                    "Write the body of your API's answer into it, or delete the file.",
                    unreadable);
        }
    }

    /** When nobody gave one. An id is what most routes keep of an answer; it says itself that it is none. */
    byte[] made(String step) {
        return json.bytes(Map.of("id", "shadow-" + step, "shadow", true));
    }
}
