package io.connectprocessor.ledger;

import java.lang.StackWalker.StackFrame;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands before and after every write of a ledger. A write is named by the method of the ledger that it is for, such as {@code Claims.claim}.
 * One of them may be armed: the first to come there is told of, and neither it nor any later write goes on. Thread-safe.
 */
public final class Failpoints {

    /** Of a write or a call. */
    public enum Moment {
        BEFORE,
        AFTER
    }

    /** They pass on what others do; the name of a write is further down. */
    private static final Set<String> ENTRIES = Set.of("JdbcLedger", "Ledgers");

    private static final Duration LEASE_ELSEWHERE = Duration.ofSeconds(5);

    private final String armed;
    private final Moment moment;
    private final Runnable reached;
    private final Map<String, Integer> hits = new ConcurrentHashMap<>();
    private boolean frozen;

    /** @param armed the name of a write; null: none is armed */
    public Failpoints(String armed, Moment moment, Runnable reached) {
        this.armed = armed;
        this.moment = moment;
        this.reached = reached;
    }

    /**
     * As {@link Ledgers#open}, but renewing every 100 ms, with a lease of 5 s where it has to run out, and granting claims ahead from the start, as an
     * embedded ledger does later.
     */
    public Ledger open(LedgerOptions options) {
        boolean embedded = LedgerUrl.parse(options.url()).dialect() == Dialect.EMBEDDED;
        return Ledgers.open(
                new LedgerOptions(
                        options.url(),
                        options.user(),
                        options.password(),
                        options.owner(),
                        embedded ? options.lease() : LEASE_ELSEWHERE,
                        Duration.ofMillis(100),
                        options.poolSize(),
                        options.retention(),
                        options.outbox(),
                        Clock.systemUTC()),
                Watched::new,
                Notes.KEPT,
                Duration.ZERO);
    }

    /** As {@link #open}, but an embedded one, whose claims are not renewed, and with this clock. */
    public Ledger openUnrenewed(LedgerOptions options, Clock clock) {
        LedgerOptions shipped = options.withClock(clock);
        return Ledgers.open(
                new LedgerOptions(
                        shipped.url(),
                        shipped.user(),
                        shipped.password(),
                        shipped.owner(),
                        shipped.lease(),
                        shipped.lease().minusSeconds(1),
                        shipped.poolSize(),
                        shipped.retention(),
                        shipped.outbox(),
                        clock),
                Watched::new);
    }

    /** How often each write was begun. */
    public Map<String, Integer> hits() {
        return new TreeMap<>(hits);
    }

    private void pass(String name, Moment now) {
        if (mayGoOn(name, now)) {
            return;
        }
        while (true) {
            LockSupport.park(this);
        }
    }

    private synchronized boolean mayGoOn(String name, Moment now) {
        if (now == Moment.BEFORE && !frozen) {
            hits.merge(name, 1, Integer::sum);
        }
        if (!frozen && name.equals(armed) && now == moment) {
            frozen = true;
            reached.run();
        }
        return !frozen;
    }

    private static String nameOfWrite() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(frame -> !frame.getClassName().startsWith(Failpoints.class.getName()))
                        .takeWhile(Failpoints::isOfTheLedger)
                        .reduce((inner, outer) -> outer)
                        .map(frame -> simpleName(frame) + "." + frame.getMethodName())
                        .orElseThrow());
    }

    private static boolean isOfTheLedger(StackFrame frame) {
        return frame.getClassName().startsWith(Failpoints.class.getPackageName() + ".")
                && !ENTRIES.contains(simpleName(frame));
    }

    private static String simpleName(StackFrame frame) {
        return frame.getClassName()
                .substring(frame.getClassName().lastIndexOf('.') + 1)
                .replaceAll("\\$.*", "");
    }

    private final class Watched extends AroundTransactions {
        Watched(Transactions inner) {
            super(inner);
        }

        @Override
        public <T> T write(Work<T> work) {
            String name = nameOfWrite();
            pass(name, Moment.BEFORE);
            T result = inner.write(work);
            pass(name, Moment.AFTER);
            return result;
        }

        /** After it is committed, and before anything that was asked for later is written. */
        @Override
        public <T> Underway<T> start(Work<T> work) {
            String name = nameOfWrite();
            pass(name, Moment.BEFORE);
            return inner.start(work).whenOver((result, failure) -> {
                if (failure == null) {
                    pass(name, Moment.AFTER);
                }
            });
        }
    }
}
