package io.connectprocessor.ledger;

import io.connectprocessor.ledger.Standing.State;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * Does all that writes to a ledger, one after the other, and stands still before the given statement, or before a commit. As a process: one
 * ledger for each statement, and when all stand still the process is gone in the middle of all these writes.
 */
final class HalfWrites {

    static final int NEVER = -1;

    private static final Instant CREATED = Instant.parse("2026-02-01T00:00:00Z");
    private static final Fault FAULT = new Fault("transient", "503", "Wait.", "create", "on-purchase", "{}");

    private final SettableClock clock = new SettableClock();
    private final int stopBefore;
    private final CountDownLatch standsStill = new CountDownLatch(1);
    private int statements;
    private Ledger ledger;

    HalfWrites(int stopBefore) {
        this.stopBefore = stopBefore;
    }

    /** In a folder, for each of so many statements. */
    public static void main(String[] folderAndStatements) throws Exception {
        for (int statement = 1; statement <= Integer.parseInt(folderAndStatements[1]); statement++) {
            HalfWrites writes = new HalfWrites(statement);
            String url = url(Path.of(folderAndStatements[0]), statement);
            Thread thread = new Thread(() -> writes.acts(url).forEach(Runnable::run), "statement-" + statement);
            thread.setDaemon(true);
            thread.start();
            writes.standsStill.await();
        }
        java.lang.Runtime.getRuntime().halt(137);
    }

    static String url(Path folder, int statement) {
        return "jdbc:h2:file:" + folder.resolve("ledger-" + statement);
    }

    /** Statements and commits so far. */
    int statements() {
        return statements;
    }

    List<Runnable> acts(String url) {
        List<Runnable> acts = new ArrayList<>();
        acts.add(() -> open(url));
        acts.add(() -> sight("PR-1", "PR-2", "PR-3"));
        acts.add(() -> sight("PR-1", "PR-4"));
        acts.add(() -> claim("PR-1"));
        acts.add(() -> ledger.step(claim, "create", bytes("one"), Step.OnChange.FAULT));
        acts.add(() -> ledger.refused(claim, "create", 1));
        acts.add(() -> ledger.step(claim, "create", bytes("two"), Step.OnChange.FAULT));
        acts.add(() -> ledger.answered(claim, "create", 1, 201, bytes("done")));
        acts.add(() -> ledger.step(claim, "create", bytes("three"), Step.OnChange.CALL));
        acts.add(() -> {
            ledger.note(claim, "sent", "save parameters");
            ledger.timeline("PR-1");
        });
        acts.add(() -> ((JdbcLedger) ledger).renew());
        acts.add(() -> ledger.waits(claim, ledger.now(), true, FAULT));
        acts.add(() -> claim("PR-1"));
        acts.add(() -> ledger.handBack(claim));
        acts.add(() -> claim("PR-1"));
        acts.add(() -> ledger.rests(claim, State.INQUIRED));
        acts.add(() -> sight("PR-1"));
        acts.add(() -> claim("PR-1"));
        acts.add(() -> ledger.parks(claim, FAULT));
        acts.add(() -> {
            Outbox outbox = ledger.outbox().orElseThrow();
            outbox.sent(outbox.after(Outbox.Channel.EVENTS, 0, 1).get(0));
        });
        acts.add(() -> ledger.replay(List.of("PR-1"), null, "ann", 0));
        acts.add(() -> claim("PR-1"));
        acts.add(() -> ledger.decided(claim, "approved"));
        acts.add(() -> ledger.discard("PR-2", "by phone", "ann"));
        acts.add(() -> ledger.close("PR-3", "found approved"));
        acts.add(() -> claim("PR-4"));
        acts.add(() -> clock.advance(Duration.ofHours(2)));
        acts.add(() -> ledger.interrupted());
        acts.add(() -> claim("PR-4"));
        acts.add(() -> {
            clock.advance(Duration.ofDays(40));
            ledger.purge();
        });
        acts.add(() -> sight("PR-5", "PR-6"));
        acts.add(() -> claim("PR-4"));
        acts.add(() -> ledger.close());
        return acts;
    }

    private Claim claim;

    private void open(String url) {
        ledger = Ledgers.open(
                LedgerOptions.of(url)
                        .withOwner("half-writes")
                        .withLease(Duration.ofHours(1))
                        .withOutbox(OutboxOptions.of(Outbox.Channel.EVENTS, Outbox.Channel.DEAD_LETTERS))
                        .withClock(clock),
                Watched::new,
                // No write may come by itself.
                Duration.ofDays(1));
    }

    private void sight(String... ids) {
        clock.advance(Duration.ofSeconds(1));
        ledger.sight(List.of(ids).stream()
                .map(id -> new Sighting(id, "request", "AS-" + id, CREATED, "PRD-1", "purchase"))
                .toList());
    }

    private void claim(String id) {
        if (ledger.claim(id, ledger.now()) instanceof Ledger.Claiming.Granted granted) {
            claim = granted.claim();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void comeTo() {
        statements++;
        if (statements == stopBefore) {
            standsStill.countDown();
            while (true) {
                LockSupport.park(this);
            }
        }
    }

    private Connection counting(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")) {
                        comeTo();
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private final class Watched extends AroundTransactions {
        Watched(Transactions inner) {
            super(inner);
        }

        @Override
        public <T> T write(Work<T> work) {
            return inner.write(transaction -> statementByStatement(work, transaction));
        }

        /** One after the other. */
        @Override
        public <T> Underway<T> start(Work<T> work) {
            return Underway.over(write(work));
        }

        private <T> T statementByStatement(Work<T> work, Transaction transaction) throws SQLException {
            T result = work.run(new Transaction(
                    counting(transaction.connection()),
                    transaction.statements(),
                    transaction.now(),
                    transaction.again()));
            comeTo();
            return result;
        }
    }
}
