package io.connectprocessor.component;

import io.connectprocessor.ledger.Interrupted;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;

/**
 * What an unclean end left, one request at a time: the next is handed over when nothing is on its way any more, and the rows behind are let
 * through when the last one came to its end. Used by one thread.
 */
final class UnfinishedRows implements Iterator<Message> {

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final CamelContext context;
    private final Runtime runtime;
    private final Queue<Interrupted> left;
    private Interrupted next;
    private boolean handed;

    /** @throws io.connectprocessor.ledger.LedgerException when the ledger cannot be read */
    UnfinishedRows(CamelContext context, Runtime runtime) {
        this.context = context;
        this.runtime = runtime;
        this.left = new ArrayDeque<>(runtime.ledger().interrupted());
        left.removeIf(
                request -> request.product() != null && !runtime.products().contains(request.product()));
    }

    /** Waits until nothing is on its way. */
    @Override
    public boolean hasNext() {
        while (next == null && (handed || !left.isEmpty()) && idle()) {
            handed = false;
            Interrupted candidate = runtime.intake().allowance() > 0 ? left.poll() : null;
            if (candidate == null) {
                left.clear();
            } else if (runtime.intake().hand(candidate.id())) {
                next = candidate;
            }
        }
        return next != null;
    }

    @Override
    public Message next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Message message = new DefaultMessage(context);
        // Claiming reads it again; until then its id is all that is needed.
        message.setBody(Map.of("id", next.id()));
        message.setHeader(ConnectHeaders.REQUEST_ID, next.id());
        message.setHeader(ConnectHeaders.REQUEST_KIND, next.kind());
        message.setHeader(ConnectHeaders.ASKED_AT, 0L);
        next = null;
        handed = true;
        return message;
    }

    /** What was taken up and not handed over is free again. */
    void giveUp() {
        left.clear();
        if (next != null) {
            runtime.intake().end(next.id());
            next = null;
        }
    }

    private boolean idle() {
        try {
            boolean idle = false;
            while (!idle && !runtime.intake().held()) {
                idle = runtime.intake().awaitIdle(LOOK);
            }
            return idle;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            left.clear();
            return false;
        }
    }
}
