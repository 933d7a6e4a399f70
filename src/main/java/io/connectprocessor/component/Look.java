package io.connectprocessor.component;

import io.connectprocessor.connect.RequestKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What would have come of a request, seen in a shadow.
 *
 * @param type the platform's request type, or {@code malformed}
 * @param product null when the request could not be read
 * @param asset asset or tier configuration; null when the request could not be read
 * @param version the platform's {@code updated}, or null when it sends none
 * @param cause why it would be parked, redacted; otherwise null
 * @param advice what to do about that, or null
 * @param later how long a request that comes back later would wait; otherwise null
 * @param calls what was not sent, in order
 */
public record Look(
        Instant at,
        RequestKind kind,
        String id,
        String type,
        String product,
        String asset,
        String version,
        Outcome outcome,
        String cause,
        String advice,
        Duration later,
        List<HeldCall> calls) {

    public Look {
        calls = List.copyOf(calls);
    }

    /** What would have come of the request, in one line that holds no data of a customer. */
    public String sentence() {
        return new LookText(this).sentence();
    }

    /** Steps behind whose answers the outcome is a guess, in order, each once. */
    public List<String> guessedSteps() {
        return calls.stream()
                .filter(HeldCall::guess)
                .map(call -> call.step() == null ? call.place() : call.step())
                .distinct()
                .toList();
    }
}
