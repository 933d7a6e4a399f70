package io.connectprocessor.events;

import io.connectprocessor.failure.Backoff;
import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.ledger.Outbox;
import io.connectprocessor.ledger.Outbox.Channel;
import io.connectprocessor.ledger.OutboxOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.CamelContext;

/** The relays of one processor: none, one, or two. Thread-safe. */
public final class Relays implements AutoCloseable {

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LOOK = Duration.ofMillis(250);

    private final Outbox outbox;
    private final List<Relay> relays;

    private Relays(Outbox outbox, List<Relay> relays) {
        this.outbox = outbox;
        this.relays = List.copyOf(relays);
    }

    /**
     * What the endpoints are.
     *
     * @param events every outcome goes there, or null
     * @param eventsPayload with the request as it was
     * @param deadLetters what is parked is told there, or null
     * @param deadLettersPayload with the request as it was
     */
    public record Endpoints(String events, boolean eventsPayload, String deadLetters, boolean deadLettersPayload) {

        /** What the ledger is to note for them. */
        public OutboxOptions outbox() {
            Set<Channel> channels = EnumSet.noneOf(Channel.class);
            Set<Channel> payloads = EnumSet.noneOf(Channel.class);
            uris().keySet().forEach(channel -> {
                channels.add(channel);
                if (channel == Channel.EVENTS ? eventsPayload : deadLettersPayload) {
                    payloads.add(channel);
                }
            });
            return new OutboxOptions(channels, payloads);
        }

        Map<Channel, String> uris() {
            Map<Channel, String> uris = new EnumMap<>(Channel.class);
            if (events != null) {
                uris.put(Channel.EVENTS, events);
            }
            if (deadLetters != null) {
                uris.put(Channel.DEAD_LETTERS, deadLetters);
            }
            return uris;
        }
    }

    /**
     * Begins to send what waits in the ledger. The context must be started, for the routes behind {@code direct:} endpoints.
     *
     * @param ledger opened with {@link Endpoints#outbox()}; without any, nothing is sent
     * @param firstPause after something was not taken; doubled each time, up to 1 min
     * @throws IllegalArgumentException naming the key, when an endpoint cannot be made
     */
    public static Relays start(CamelContext context, Ledger ledger, Endpoints endpoints, Duration firstPause) {
        Backoff backoff = new Backoff(
                firstPause, LONGEST_PAUSE, () -> ThreadLocalRandom.current().nextDouble());
        Outbox outbox = ledger.outbox().orElse(null);
        List<Relay> relays = new ArrayList<>();
        if (outbox != null) {
            endpoints
                    .uris()
                    .forEach((channel, uri) ->
                            relays.add(new Relay(context, outbox, channel, keyOf(channel), uri, backoff)));
        }
        Relays all = new Relays(outbox, relays);
        try {
            relays.forEach(Relay::start);
        } catch (RuntimeException e) {
            all.close();
            throw e;
        }
        return all;
    }

    /** The setting that names the endpoint of a channel. */
    public static String keyOf(Channel channel) {
        return channel == Channel.EVENTS ? "events.endpoint" : "park.endpoint";
    }

    /**
     * How one channel stands.
     *
     * @param key the setting that names its endpoint
     * @param waiting messages that wait in the ledger, of all nodes
     * @param oldest since when the first of them, or null
     * @param sent taken by the endpoint since the start, from this process
     * @param away why something that was sent was not taken, or null
     */
    public record Standing(String key, long waiting, Instant oldest, long sent, String away) {}

    /** By channel. @throws io.connectprocessor.ledger.LedgerException when the ledger is away */
    public List<Standing> standings() {
        return relays.stream().map(this::standing).toList();
    }

    /** The channel of one setting; empty when nothing is sent on it. @throws io.connectprocessor.ledger.LedgerException when the ledger is away */
    public Optional<Standing> standing(String key) {
        return of(key).map(this::standing);
    }

    /** Taken by the endpoint of one setting since the start, from this process; does not ask the ledger. */
    public long sent(String key) {
        return of(key).map(Relay::sent).orElse(0L);
    }

    private Optional<Relay> of(String key) {
        return relays.stream().filter(relay -> relay.key().equals(key)).findFirst();
    }

    private Standing standing(Relay relay) {
        Outbox.Backlog backlog = outbox.backlog(relay.channel());
        return new Standing(
                relay.key(),
                backlog.notices(),
                backlog.oldest(),
                relay.sent(),
                relay.away().orElse(null));
    }

    /**
     * Waits until all is sent, or nothing was for the whole patience.
     *
     * @param tick called a few times a second
     * @return how things stand then
     */
    public List<Standing> awaitSent(Duration patience, Runnable tick) throws InterruptedException {
        long least = Long.MAX_VALUE;
        long since = System.nanoTime();
        while (true) {
            List<Standing> now = standings();
            long waiting = now.stream().mapToLong(Standing::waiting).sum();
            if (waiting < least) {
                least = waiting;
                since = System.nanoTime();
            }
            if (waiting == 0 || System.nanoTime() - since > patience.toNanos()) {
                return now;
            }
            tick.run();
            relays.forEach(Relay::wake);
            Thread.sleep(LOOK.toMillis());
        }
    }

    /** Sends what can be sent within seconds, then nothing more. */
    @Override
    public void close() {
        relays.forEach(Relay::close);
    }
}
