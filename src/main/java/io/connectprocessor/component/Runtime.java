package io.connectprocessor.component;

import io.connectprocessor.connect.ConnectClient;
import io.connectprocessor.connect.ConnectRequest;
import io.connectprocessor.connect.Json;
import io.connectprocessor.connect.Templates;
import io.connectprocessor.connect.WantedTypes;
import io.connectprocessor.failure.Backoff;
import io.connectprocessor.ledger.Ledger;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/** What the producers of one component share. */
record Runtime(
        ConnectClient connect,
        Vendors vendors,
        NarrowedSettings settings,
        Templates templates,
        Ledger ledger,
        Intake intake,
        Handover handover,
        Json json,
        Seal seal,
        Clock clock,
        Backoff backoff,
        int retryAttempts,
        List<String> products,
        List<String> environments,
        WantedTypes types,
        People people,
        int pageSize,
        Duration recheckAfter,
        Planning.Way planned,
        ExecutorService ahead,
        Optional<Shadow> shadow) {

    /** The platform's API for the work on one request: the claim is looked at right before each call, and its timeline tells of each. */
    ConnectClient connectFor(ClaimedRequest claimed) {
        return connect.watchedBy(witness(claimed));
    }

    /** What becomes of a planned request of this product and marketplace. */
    Planning.Way plannedFor(ConnectRequest request) {
        String key = "process.planned-date";
        // The general one is an option of the component, and need not be a setting.
        return settings.find(request.product(), request.marketplace(), key)
                .filter(found -> !found.name().equals(key))
                .map(found -> Planning.Way.of(found.text()))
                .orElse(planned);
    }

    Witness witness(ClaimedRequest claimed) {
        return new Witness(ledger, claimed, null);
    }
}
