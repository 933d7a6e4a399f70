package io.connectprocessor.component;

import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.Failure;
import io.connectprocessor.failure.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.apache.camel.Exchange;

/** The outcome "leave it pending, come back": for vendors that need time, until the deadline is over. */
final class LaterProducer extends ConnectStep {

    LaterProducer(ConnectEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    public void process(Exchange exchange) {
        ClaimedRequest claimed = begin(exchange, "later");
        Instant now = runtime().ledger().now();
        Instant since = claimed.claim().laterSince();
        Duration deadline = Duration.ofMillis(endpoint().getDeadline());
        if (since != null && !since.plus(deadline).isAfter(now)) {
            throw new FailedException(
                    null,
                    Failure.of(
                            FailureKind.OVERDUE,
                            "connect:later: the route has asked for later since " + since + ", its deadline of "
                                    + deadline.toString().substring(2).toLowerCase(Locale.ROOT) + " is over"),
                    "Find out what keeps the vendor. A replay gives the route its whole deadline again.",
                    null);
        }
        claimed.later(now.plus(Duration.ofMillis(endpoint().getDelay())));
    }
}
