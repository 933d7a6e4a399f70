package io.connectprocessor.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is to be told to other systems, until they took it (Guaranteed Delivery). Thread-safe; throws {@link LedgerException} when the database
 * fails.
 */
public interface Outbox {

    /** Where notices go. */
    enum Channel {
        /** every outcome */
        EVENTS,
        /** what is parked */
        DEAD_LETTERS
    }

    /**
     * What waits on a channel.
     *
     * @param notices how many
     * @param oldest since when the first of them, or null
     */
    record Backlog(long notices, Instant oldest) {}

    List<Channel> channels();

    /**
     * The right to send on a channel, which one process has at a time; empty when it is taken, here or elsewhere. Renewed until given back. An
     * embedded ledger gives it to whoever asks: its process is the only one.
     */
    Optional<Turn> take(Channel channel);

    /** Right before each sending. @throws ClaimLostException when the turn is not ours any more */
    void check(Turn turn);

    void giveBack(Turn turn);

    /** The first notices behind that number, in order. */
    List<Notice> after(Channel channel, long number, int most);

    /** The receiver took it: forgets it. */
    void sent(Notice notice);

    Backlog backlog(Channel channel);
}
