package io.connectprocessor.component;

import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.ledger.Interrupted;
import io.connectprocessor.ledger.LedgerException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an unclean end left, one request at a time. Looking whether there is one does not wait, since the Splitter of Camel 4.18 looks ahead
 * before it sends the row that it has; taking one waits until nothing else is on its way. Used by one thread.
 */
final class UnfinishedRows implements Iterator<Message> {

    private static final Logger LOG = LoggerFactory.getLogger(UnfinishedRows.class);

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final CamelContext context;
    private final Runtime runtime;
    private final Queue<Interrupted> left;
    private Interrupted next;
    private final Set<String> given = ConcurrentHashMap.newKeySet();
    private String last;

    /** @throws io.connectprocessor.ledger.LedgerException when the ledger cannot be read */
    UnfinishedRows(CamelContext context, Runtime runtime) {
        this.context = context;
        this.runtime = runtime;
        this.left = new ArrayDeque<>(runtime.ledger().interrupted());
        left.removeIf(
                request -> request.product() != null && !runtime.products().contains(request.product()));
        left.removeIf(request -> !runtime.types().includes(RequestKind.ofLabel(request.kind()), request.type()));
    }

    @Override
    public boolean hasNext() {
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

    @Override
    public Message next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        last = next.id();
        if (runtime.handover().local()) {
            waitUntil(() -> runtime.intake().awaitAlone(last, LOOK));
        }
        Message message = new DefaultMessage(context);
        // Claiming reads it again; until then its id is all that is needed.
        message.setBody(Map.of("id", last));
        message.setHeader(ConnectHeaders.REQUEST_ID, last);
        message.setHeader(ConnectHeaders.REQUEST_KIND, next.kind());
        message.setHeader(ConnectHeaders.ASKED_AT, 0L);
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
