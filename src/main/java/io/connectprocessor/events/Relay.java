package io.connectprocessor.events;

import io.connectprocessor.connect.Json;
import io.connectprocessor.failure.Backoff;
import io.connectprocessor.failure.Redaction;
import io.connectprocessor.ledger.ClaimLostException;
import io.connectprocessor.ledger.LedgerException;
import io.connectprocessor.ledger.Notice;
import io.connectprocessor.ledger.Outbox;
import io.connectprocessor.ledger.Outbox.Channel;
import io.connectprocessor.ledger.Turn;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.ResolveEndpointFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what waits in the outbox on one channel to one endpoint, in the order of each lane, by one thread of its own and on all nodes together
 * by one of them. A notice leaves the outbox when the endpoint took it; so a kill in between sends it twice, under the same event id.
 */
final class Relay implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    private static final int PAGE = 25;

    /** Of as many lanes in a row none was taken: the endpoint is away, not their messages wrong. */
    private static final int MOST_IN_VAIN = 3;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final Duration ANOTHER_NODE_HAS_THE_TURN = Duration.ofSeconds(5);
    private static final Duration LAST_LOOK_AT_MOST = Duration.ofSeconds(5);
    private static final int LONGEST_CAUSE = 300;

    private final CamelContext context;
    private final Outbox outbox;
    private final Channel channel;
    private final String key;
    private final String uri;
    private final Backoff backoff;
    private final Json json = new Json();
    private final Thread thread;
    /** Lanes whose first message was not taken. Of the relay's thread alone. */
    private final Map<String, Rest> resting = new HashMap<>();

    private Endpoint endpoint;
    private ProducerTemplate template;
    private Turn turn;
    private int inVain;
    /** Where a pass broke off: the next one begins behind it, for what no try helps would be in the way of all others for ever. */
    private long goOnAfter;

    private boolean closing;
    private long end;
    private volatile String away;
    private volatile long sent;

    private record Rest(int failures, long until) {}

    /** @param key the setting that holds the URI, for messages */
    Relay(CamelContext context, Outbox outbox, Channel channel, String key, String uri, Backoff backoff) {
        this.context = context;
        this.outbox = outbox;
        this.channel = channel;
        this.key = key;
        this.uri = uri;
        this.backoff = backoff;
        this.thread = new Thread(this::work, "connect-" + key);
        thread.setDaemon(true);
    }

    /** @throws IllegalArgumentException when there is no such endpoint */
    void start() {
        try {
            endpoint = context.getEndpoint(uri);
        } catch (ResolveEndpointFailedException | NoSuchEndpointException unknown) {
            throw new IllegalArgumentException(
                    key + " is no endpoint that can be made: " + said(unknown)
                            + " Is its name right, and is its component's jar, such as camel-mail, beside the others in lib?",
                    unknown);
        }
        template = context.createProducerTemplate();
        thread.start();
    }

    Channel channel() {
        return channel;
    }

    String key() {
        return key;
    }

    /** Taken by the endpoint since the start. */
    long sent() {
        return sent;
    }

    /** Why something that was sent was not taken; empty when the last was. */
    Optional<String> away() {
        return Optional.ofNullable(away);
    }

    private void work() {
        while (mayGoOn()) {
            rest(look());
        }
        if (turn != null) {
            giveBack();
        }
    }

    /** How long until the next look. */
    private Duration look() {
        try {
            if (turn == null) {
                resting.clear();
                goOnAfter = 0;
                turn = outbox.take(channel).orElse(null);
            }
            return turn == null ? ANOTHER_NODE_HAS_THE_TURN : pass();
        } catch (ClaimLostException lost) {
            turn = null;
            return BETWEEN_LOOKS;
        } catch (LedgerException ledgerAway) {
            LOG.debug("The outbox cannot be read", ledgerAway);
            return backoff.after(++inVain);
        } catch (RuntimeException bug) {
            LOG.error("{}: events wait in the ledger, and are sent again", key, bug);
            return backoff.after(++inVain);
        }
    }

    private Duration pass() {
        boolean fromTheStart = goOnAfter == 0;
        long number = goOnAfter;
        goOnAfter = 0;
        int vain = 0;
        // For the whole pass, which does not come back: a lane whose rest ends meanwhile would go on with its second
        // notice.
        Set<String> leftOut = new HashSet<>(fromTheStart ? Set.of() : resting.keySet());
        while (true) {
            List<Notice> page = outbox.after(channel, number, PAGE);
            for (Notice notice : page) {
                number = notice.number();
                if (!mayGoOn()) {
                    return Duration.ZERO;
                }
                if (leftOut.contains(notice.lane()) || rests(notice.lane())) {
                    leftOut.add(notice.lane());
                } else if (send(notice)) {
                    vain = 0;
                    inVain = 0;
                } else {
                    leftOut.add(notice.lane());
                    if (++vain == MOST_IN_VAIN) {
                        goOnAfter = number;
                        return backoff.after(++inVain);
                    }
                }
            }
            if (page.size() < PAGE) {
                if (resting.isEmpty()) {
                    away = null;
                }
                return BETWEEN_LOOKS;
            }
        }
    }

    private boolean rests(String lane) {
        Rest rest = resting.get(lane);
        return rest != null && rest.until() - System.nanoTime() > 0;
    }

    private boolean send(Notice notice) {
        outbox.check(turn);
        Exchange exchange = endpoint.createExchange(ExchangePattern.InOnly);
        new EventMessage(notice).put(exchange.getMessage(), json);
        Exception thrown;
        try {
            thrown = template.send(endpoint, exchange).getException();
        } catch (RuntimeException notSent) {
            thrown = notSent;
        }
        if (thrown != null) {
            int failures = resting.containsKey(notice.lane())
                    ? resting.get(notice.lane()).failures() + 1
                    : 1;
            resting.put(
                    notice.lane(),
                    new Rest(
                            failures,
                            System.nanoTime() + backoff.after(failures).toNanos()));
            notTaken(notice, thrown);
            return false;
        }
        outbox.sent(notice);
        sent++;
        resting.remove(notice.lane());
        if (resting.isEmpty() && away != null) {
            LOG.info("{} takes events again", key);
            away = null;
        }
        return true;
    }

    private void notTaken(Notice notice, Exception thrown) {
        String why = said(thrown);
        if (away == null) {
            LOG.warn(
                    "{} did not take the event {} of {}; it waits in the ledger and is sent again: {}",
                    key,
                    notice.outcome(),
                    notice.requestId(),
                    why);
        }
        away = why;
    }

    /** Messages of exceptions quote URIs, and what was sent. */
    private static String said(Throwable thrown) {
        Throwable root = thrown;
        for (int depth = 0; root.getCause() != null && depth < 32; depth++) {
            root = root.getCause();
        }
        String text = root.getMessage() == null ? "no word" : Redaction.ofText(root.getMessage(), null);
        text = text.replaceAll("\\?\\S*", "?…")
                .replaceAll("//[^/\\s]*@", "//…@")
                .replaceAll("\\p{Cntrl}+", " ");
        return root.getClass().getSimpleName() + ": "
                + (text.length() > LONGEST_CAUSE ? text.substring(0, LONGEST_CAUSE) + "…" : text);
    }

    private void giveBack() {
        try {
            outbox.giveBack(turn);
        } catch (LedgerException leftToRunOut) {
            LOG.debug("The turn runs out by itself", leftToRunOut);
        }
    }

    /** While it closes: until nothing can be sent now, for a moment at most. */
    private synchronized boolean mayGoOn() {
        return !closing || end - System.nanoTime() > 0;
    }

    /** Looks now, unless it pauses because something was not taken. */
    void wake() {
        if (away == null) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    private synchronized void rest(Duration wait) {
        if (closing) {
            end = System.nanoTime();
            return;
        }
        try {
            wait(Math.max(1, wait.toMillis()));
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        }
    }

    /** One look more, which sends what can be sent within 5 s; what is left is sent after the next start. */
    @Override
    public void close() {
        synchronized (this) {
            if (closing) {
                return;
            }
            closing = true;
            end = System.nanoTime() + LAST_LOOK_AT_MOST.toNanos();
            notifyAll();
        }
        try {
            thread.join(LAST_LOOK_AT_MOST.multipliedBy(2).toMillis());
            thread.interrupt();
            thread.join(LAST_LOOK_AT_MOST.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (template != null) {
            template.stop();
        }
    }
}
