package io.connectprocessor.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lines of timelines that nobody waits for: they are kept until the outcome of their request takes them along, so that they cost neither a
 * commit nor a row of their own. Those of a request that takes longer are written after about a second. A kill may lose the last of them; a
 * stale owner's are not written. Thread-safe.
 */
final class Notes {
    /** How long lines are kept for the outcome of their request. */
    static final Duration KEPT = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Notes.class);

    /** About 2 MB. While the database is away there is no end to them. */
    private static final int MOST = 10_000;

    /** Whose lines are written: not those of one from whom the request was taken. */
    private static final String OWNED = "select id, token, lease_end > :now as leased, lease_end, interrupted"
            + " from ledger_request where id = any(:ids) and owner = :owner";

    private final Transactions transactions;
    private final LedgerClock clock;
    private final Claims claims;
    private final Duration kept;
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "ledger-notes");
        thread.setDaemon(true);
        return thread;
    });
    /** The longest kept first. */
    private final Map<Claim, Kept> waiting = new LinkedHashMap<>();

    private final Object writing = new Object();
    private int lines;
    private int lost;
    private boolean looksAgain;

    /** @param kept how long lines are kept for the outcome of their request */
    Notes(Transactions transactions, LedgerClock clock, Claims claims, Duration kept) {
        this.transactions = transactions;
        this.clock = clock;
        this.claims = claims;
        this.kept = kept;
    }

    private record Kept(Claim claim, long sinceNanos, List<Event> lines) {}

    void add(Claim claim, String kind, String detail) {
        if (!claims.holds(claim)) {
            return;
        }
        keep(claim, List.of(Lines.line(clock.now(), Objects.requireNonNull(kind, "kind"), detail)));
    }

    /** Those of the claim, for its outcome to write. */
    List<Event> take(Claim claim) {
        synchronized (waiting) {
            Kept some = waiting.remove(claim);
            if (some == null) {
                return List.of();
            }
            lines -= some.lines().size();
            return some.lines();
        }
    }

    /** The outcome that took them was not written. */
    void giveBack(Claim claim, List<Event> taken) {
        if (!taken.isEmpty()) {
            keep(claim, taken);
        }
    }

    private void keep(Claim claim, List<Event> some) {
        synchronized (waiting) {
            if (lines + some.size() > MOST) {
                lost += some.size();
                return;
            }
            lines += some.size();
            waiting.computeIfAbsent(claim, key -> new Kept(key, System.nanoTime(), new ArrayList<>(8)))
                    .lines()
                    .addAll(some);
            lookLater();
        }
    }

    /** Under the lock of {@link #waiting}. */
    private void lookLater() {
        if (looksAgain) {
            return;
        }
        looksAgain = true;
        try {
            writer.schedule(this::flushKept, kept.toMillis() / 2, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopping) {
            LOG.debug("The ledger is closing; its last flush takes what is left");
        }
    }

    /** Writes what waited so long that its outcome must be far. */
    void flushKept() {
        try {
            write(kept);
        } finally {
            synchronized (waiting) {
                looksAgain = false;
                if (!waiting.isEmpty()) {
                    lookLater();
                }
            }
        }
    }

    /** Writes what waits; what another thread took before is written, too, when this returns. */
    void flush() {
        write(Duration.ZERO);
    }

    private void write(Duration age) {
        synchronized (writing) {
            List<Kept> taken = take(age);
            if (taken.isEmpty()) {
                return;
            }
            try {
                transactions.write(work -> {
                    write(work, taken);
                    return null;
                });
            } catch (RuntimeException e) {
                LOG.warn(
                        "{} lines of timelines are lost, and nothing else: {}",
                        taken.stream().mapToInt(some -> some.lines().size()).sum(),
                        e.getMessage());
            }
        }
    }

    private List<Kept> take(Duration age) {
        synchronized (waiting) {
            if (lost > 0) {
                LOG.warn("{} lines of timelines are lost, for the ledger was away", lost);
                lost = 0;
            }
            long now = System.nanoTime();
            List<Kept> taken = new ArrayList<>();
            Iterator<Kept> longest = waiting.values().iterator();
            while (longest.hasNext()) {
                Kept some = longest.next();
                if (now - some.sinceNanos() < age.toNanos()) {
                    break;
                }
                taken.add(some);
                lines -= some.lines().size();
                longest.remove();
            }
            return taken;
        }
    }

    private void write(Transaction work, List<Kept> taken) throws SQLException {
        String[] ids = taken.stream()
                .map(some -> some.claim().id())
                .distinct()
                .sorted()
                .toArray(String[]::new);
        Map<String, Owned> owned =
                work.call(OWNED).set("ids", ids).set("owner", claims.owner()).list(Owned::read).stream()
                        .collect(Collectors.toMap(Owned::id, row -> row));
        List<Lines> ours = new ArrayList<>(taken.size());
        for (Kept some : taken) {
            Owned row = owned.get(some.claim().id());
            if (row == null || !row.stillOf(some.claim())) {
                continue;
            }
            for (Lines one : Lines.of(some.claim().id(), some.lines())) {
                if (!(work.again() && one.written(work))) {
                    ours.add(one);
                }
            }
        }
        Lines.write(work, ours);
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

    /** After this only {@link #flush()} writes. */
    void stop() {
        writer.shutdown();
    }
}
