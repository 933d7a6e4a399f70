package io.connectprocessor.ledger;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lines of timelines that nobody waits for: they are gathered for 20 ms and written in one transaction, so that a call costs no commit of its
 * own. A kill may lose the last of them; a stale owner's are not written. Thread-safe.
 */
final class Notes {
    private static final Logger LOG = LoggerFactory.getLogger(Notes.class);
    private static final long GATHERED_FOR_MILLIS = 20;

    /** About 2 MB. While the database is away there is no end to them. */
    private static final int MOST = 10_000;

    /** Not once the request was taken from its owner: while the lease lasts, after the owner's own outcome, or when it has it a second time. */
    private static final String WRITE = "insert into ledger_event (request_id, at, kind, detail)"
            + " select id, cast(:at as timestamp(6) with time zone), cast(:kind as varchar), cast(:detail as varchar) from ledger_request"
            + " where id = :id and owner = :owner"
            + " and (token > :token or lease_end > :now or (lease_end is null and interrupted is null))";

    /** For lines that may have been written, when the news of it was lost with the connection. */
    private static final String UNLESS_WRITTEN =
            " and not exists (select 1 from ledger_event e where e.request_id = :id and e.at = :at and e.kind = :kind)";

    private final Transactions transactions;
    private final LedgerClock clock;
    private final Claims claims;
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "ledger-notes");
        thread.setDaemon(true);
        return thread;
    });
    private final Queue<Note> waiting = new ArrayDeque<>();
    private final Object writing = new Object();
    private int lost;

    Notes(Transactions transactions, LedgerClock clock, Claims claims) {
        this.transactions = transactions;
        this.clock = clock;
        this.claims = claims;
    }

    private record Note(Claim claim, Instant at, String kind, String detail) {}

    void add(Claim claim, String kind, String detail) {
        if (!claims.holds(claim)) {
            return;
        }
        Note note = new Note(
                claim,
                clock.now(),
                Text.clipped(Objects.requireNonNull(kind, "kind"), 100),
                Text.clipped(detail, 4000));
        synchronized (waiting) {
            if (waiting.size() >= MOST) {
                lost++;
                return;
            }
            waiting.add(note);
            if (waiting.size() > 1) {
                return;
            }
        }
        try {
            writer.schedule(this::flush, GATHERED_FOR_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopping) {
            LOG.debug("The ledger is closing; its last flush takes {}", kind);
        }
    }

    /** Writes what waits; what another thread took before is written, too, when this returns. */
    void flush() {
        synchronized (writing) {
            List<Note> taken = take();
            if (taken.isEmpty()) {
                return;
            }
            try {
                transactions.write(work -> {
                    work.call(work.again() ? WRITE + UNLESS_WRITTEN : WRITE)
                            .set("owner", claims.owner())
                            .each(taken, Notes::bind);
                    return null;
                });
            } catch (RuntimeException e) {
                LOG.warn("{} lines of timelines are lost, and nothing else: {}", taken.size(), e.getMessage());
            }
        }
    }

    private List<Note> take() {
        synchronized (waiting) {
            if (lost > 0) {
                LOG.warn("{} lines of timelines are lost, for the ledger was away", lost);
                lost = 0;
            }
            List<Note> taken = new ArrayList<>(waiting);
            waiting.clear();
            return taken;
        }
    }

    private static void bind(Call call, Note note) {
        call.set("id", note.claim().id())
                .set("token", note.claim().token())
                .set("at", note.at())
                .set("kind", note.kind())
                .set("detail", note.detail());
    }

    /** After this only {@link #flush()} writes. */
    void stop() {
        writer.shutdown();
    }
}
