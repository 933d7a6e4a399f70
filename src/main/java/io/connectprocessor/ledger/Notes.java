package io.connectprocessor.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
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

    /** Whose lines are written: not those of one from whom the request was taken. */
    private static final String OWNED = "select id, token, lease_end > :now as leased, lease_end, interrupted"
            + " from ledger_request where id = any(:ids) and owner = :owner";

    private static final String WRITE =
            "insert into ledger_event (request_id, at, kind, detail) values (:id, :at, :kind, :detail)";

    private static final String WRITTEN =
            "select 1 from ledger_event where request_id = :id and at = :at and kind = :kind";

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
                    write(work, taken);
                    return null;
                });
            } catch (RuntimeException e) {
                LOG.warn("{} lines of timelines are lost, and nothing else: {}", taken.size(), e.getMessage());
            }
        }
    }

    private void write(Transaction work, List<Note> taken) throws SQLException {
        String[] ids = taken.stream()
                .map(note -> note.claim().id())
                .distinct()
                .sorted()
                .toArray(String[]::new);
        Map<String, Owned> owned =
                work.call(OWNED).set("ids", ids).set("owner", claims.owner()).list(Owned::read).stream()
                        .collect(Collectors.toMap(Owned::id, row -> row));
        List<Note> ours = new ArrayList<>(taken.size());
        for (Note note : taken) {
            Owned row = owned.get(note.claim().id());
            if (row != null && row.stillOf(note.claim()) && !(work.again() && written(work, note))) {
                ours.add(note);
            }
        }
        work.call(WRITE).each(ours, Notes::bind);
    }

    /** In a run whose end we have not heard of, for the connection was lost. */
    private static boolean written(Transaction work, Note note) throws SQLException {
        Call call = work.call(WRITTEN);
        bind(call, note);
        return call.first(row -> true).isPresent();
    }

    private record Owned(String id, long token, boolean leased, boolean released) {

        static Owned read(ResultSet row) throws SQLException {
            return new Owned(
                    row.getString("id"),
                    row.getLong("token"),
                    row.getBoolean("leased"),
                    row.getObject("lease_end") == null && row.getObject("interrupted") == null);
        }

        /** While the lease lasts, after the owner's own outcome, or when it has it a second time. */
        boolean stillOf(Claim claim) {
            return token > claim.token() || leased || released;
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
                .set("at", note.at())
                .set("kind", note.kind())
                .set("detail", note.detail());
    }

    /** After this only {@link #flush()} writes. */
    void stop() {
        writer.shutdown();
    }
}
