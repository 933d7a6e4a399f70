package io.connectprocessor.component;

import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.ledger.Interrupted;
import io.connectprocessor.ledger.LedgerException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an unclean end left, one request at a time, looked for when a pass begins and each half lease while it goes on: a pass over a long
 * backlog must not keep waiting what a node left that died meanwhile. Looking does not wait, since the Splitter of Camel 4.18 looks ahead
 * before it sends the row that it has; taking one waits until nothing else is on its way. Used by one thread.
 */
final class UnfinishedRows {

    private static final Logger LOG = LoggerFactory.getLogger(UnfinishedRows.class);

    private static final Duration LOOK = Duration.ofSeconds(1);

    /** Behind a full queue it might wait longer than its message lives. */
    private static final int HIGHEST = 9;

    private final CamelContext context;
    private final Runtime runtime;
    private final Duration between;
    private final Queue<Interrupted> left = new ArrayDeque<>();
    private Instant lookedAt;
    private Interrupted next;
    private final Set<String> given = ConcurrentHashMap.newKeySet();
    private String last;

    /** @throws io.connectprocessor.ledger.LedgerException when the ledger cannot be read */
    UnfinishedRows(CamelContext context, Runtime runtime) {
        this.context = context;
        this.runtime = runtime;
        this.between = runtime.ledger().lease().dividedBy(2);
        look();
    }

    private void look() {
        lookedAt = runtime.clock().instant();
        left.addAll(runtime.ledger().interrupted());
        left.removeIf(
                request -> request.product() != null && !runtime.products().contains(request.product()));
        left.removeIf(request -> !runtime.types().includes(RequestKind.ofLabel(request.kind()), request.type()));
    }

    /** One that was handed over comes again only if it was interrupted again: whoever holds it, or the mark of the queue, keeps it back till then. */
    private void lookAgain() {
        Duration since = Duration.between(lookedAt, runtime.clock().instant());
        if (next != null || !left.isEmpty() || !since.isNegative() && since.compareTo(between) < 0) {
            return;
        }
        try {
            look();
        } catch (LedgerException unreadable) {
            LOG.warn(
                    "What was interrupted is looked for again in {} s: {}",
                    between.toSeconds(),
                    unreadable.getMessage());
        }
    }

    /** @param again whether to look for more, should it be time */
    boolean hasNext(boolean again) {
        if (again) {
            lookAgain();
        }
        while (next == null && !left.isEmpty() && runtime.intake().allowance() > 0) {
            Interrupted candidate = left.remove();
            next = runtime.intake().hand(candidate.id()) && offered(candidate.id()) ? candidate : null;
        }
        return next != null;
    }

    /** Where another node may take it, it waits for its turn alone there. */
    private boolean offered(String id) {
        try {
            return runtime.handover().local()
                    || !runtime.handover().offer(List.of(id)).isEmpty();
        } catch (LedgerException unwritten) {
            LOG.warn("{} waits for the next poll: {}", id, unwritten.getMessage());
            return false;
        }
    }

    /**
     * The one that {@link #hasNext} has found.
     *
     * @param unsent rows that the pass has taken and not sent, which would wait for this one
     */
    Message next(Set<String> unsent) {
        last = next.id();
        if (runtime.handover().local()) {
            waitUntil(() -> runtime.intake().awaitAlone(last, unsent, LOOK));
        }
        Message message = new DefaultMessage(context);
        // Claiming reads it again; until then its id is all that is needed.
        message.setBody(Map.of("id", last));
        message.setHeader(ConnectHeaders.REQUEST_ID, last);
        message.setHeader(ConnectHeaders.REQUEST_KIND, next.kind());
        message.setHeader(ConnectHeaders.ASKED_AT, 0L);
        message.setHeader(ConnectHeaders.PRIORITY, HIGHEST);
        given.add(last);
        next = null;
        return message;
    }

    /** Has had its turn: what {@link #awaitLast()} waits for must not be handed over a second time behind it. Any thread may ask. */
    boolean gave(String id) {
        return given.contains(id);
    }

    /** Waits until the last one that was handed over has come to its end. */
    void awaitLast() {
        if (last != null && runtime.handover().local()) {
            waitUntil(() -> runtime.intake().awaitEnd(last, LOOK));
            last = null;
        }
    }

    /** What was taken up and not handed over is free again. */
    void giveUp() {
        left.clear();
        if (next != null) {
            runtime.handover().withdraw(next.id());
            runtime.intake().end(next.id());
            next = null;
        }
    }

    private interface Wait {
        boolean over() throws InterruptedException;
    }

    /** A hold ends the wait: the ledger itself grants nothing beside a request that runs alone. */
    private void waitUntil(Wait wait) {
        try {
            while (!wait.over()) {
                if (runtime.intake().held()) {
                    return;
                }
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
