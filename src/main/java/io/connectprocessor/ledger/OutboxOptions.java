package io.connectprocessor.ledger;

import io.connectprocessor.ledger.Outbox.Channel;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the ledger notes for other systems, in the write that records an outcome.
 *
 * @param channels what is noted; none by default
 * @param payloads those of them whose notes hold the request as it was, customers' data included
 */
public record OutboxOptions(Set<Channel> channels, Set<Channel> payloads) {

    public static final OutboxOptions NONE = new OutboxOptions(Set.of(), Set.of());

    public OutboxOptions {
        channels = Collections.unmodifiableSortedSet(new TreeSet<>(channels));
        payloads = Set.copyOf(payloads);
    }

    /** These channels, without requests. */
    public static OutboxOptions of(Channel... channels) {
        return new OutboxOptions(Set.of(channels), Set.of());
    }
}
