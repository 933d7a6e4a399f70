package io.connectprocessor.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * One thread writes for all: it gathers what waits, up to 256 pieces of work, into one transaction, in the order in which they came, and tells
 * their callers when it is committed; those who {@link #start} are told of the result before.
 *
 * <p>Another thread reads. The callers' own threads never touch the file, because an interrupt during a read or write would close H2's file
 * under everybody (the JDK closes a {@code FileChannel} whose thread is interrupted).
 */
final class GatheredTransactions implements Transactions {
    private static final int MOST = 256;

    /** A request's step and its answer are in a hurry; its claim and its outcome come along with those of others. */
    static final Duration PATIENCE = Duration.ofMillis(5);

    private final DataSource source;
    private final Statements statements;
    private final Supplier<Instant> clock;
    private final Duration patience;
    private final BlockingQueue<Job<?>> queue = new LinkedBlockingQueue<>();
    private final ExecutorService reader;
    private final Thread writer;
    private boolean closed;
    private volatile LedgerException broken;

    /** Of what was started, the last: when it is over, so is all before it. */
    private volatile CompletableFuture<?> behind = CompletableFuture.completedFuture(null);

    GatheredTransactions(DataSource source, Statements statements, Supplier<Instant> clock) {
        this(source, statements, clock, PATIENCE);
    }

    /** @param patience how long what nobody waits for may wait for what somebody does */
    GatheredTransactions(DataSource source, Statements statements, Supplier<Instant> clock, Duration patience) {
        this.patience = patience;
        this.source = source;
        this.statements = statements;
        this.clock = clock;
        this.reader = Executors.newSingleThreadExecutor(work -> daemon(work, "ledger-reader"));
        this.writer = daemon(this::writeUntilClosed, "ledger-writer");
        writer.start();
    }

    /**
     * A null work writes nothing.
     *
     * @param asked the ledger's time of the work, whenever it runs
     * @param awaited whether somebody waits for it, or for what came before it
     */
    private record Job<T>(Work<T> work, Instant asked, boolean awaited, Underway<T> underway) {
        static final Job<Void> END = nothing();
        static final Job<Void> HURRY = nothing();

        private static Job<Void> nothing() {
            return new Job<>(null, null, true);
        }

        Job(Work<T> work, Instant asked, boolean awaited) {
            this(work, asked, awaited, new Underway<>(new CompletableFuture<>(), new CompletableFuture<>()));
        }

        Runnable attempt(Connection connection, Statements statements) throws SQLException {
            T result = work.run(new Transaction(connection, statements, asked, false));
            underway.run().complete(result);
            return () -> underway.committed().complete(result);
        }

        void fail(Throwable failure) {
            // In this order: whoever waits for the first only finds what the second one's followers did.
            underway.committed().completeExceptionally(failure);
            underway.run().completeExceptionally(failure);
        }
    }

    @Override
    public <T> T write(Work<T> work) {
        refuseIfBroken();
        return enqueue(work, true).awaitCommit();
    }

    @Override
    public <T> Underway<T> start(Work<T> work) {
        refuseIfBroken();
        synchronized (this) {
            Underway<T> underway = enqueue(work, false);
            behind = underway.committed();
            return underway;
        }
    }

    @Override
    public void hurry() {
        queue.add(Job.HURRY);
    }

    /** Sees what was started before. */
    @Override
    public <T> T read(Work<T> work) {
        refuseIfBroken();
        if (!behind.isDone()) {
            hurry();
        }
        try {
            return Underway.await(
                    behind.handle((result, failure) -> null).thenApplyAsync(ignored -> readNow(work), reader));
        } catch (RejectedExecutionException e) {
            throw closedException();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            queue.add(Job.END);
        }
        reader.shutdown();
        boolean interrupted = false;
        while (true) {
            try {
                writer.join();
                reader.awaitTermination(1, TimeUnit.MINUTES);
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized <T> Underway<T> enqueue(Work<T> work, boolean awaited) {
        if (closed) {
            throw closedException();
        }
        Job<T> job = new Job<>(work, clock.get(), awaited);
        queue.add(job);
        return job.underway();
    }

    private <T> T readNow(Work<T> work) {
        try (Connection connection = source.getConnection()) {
            return work.run(new Transaction(connection, statements, clock.get(), false));
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private LedgerException failed(SQLException e) {
        if (!Refusals.closedForGood(e)) {
            return Refusals.failed(e);
        }
        broken = Refusals.closedItself(e);
        return broken;
    }

    private void refuseIfBroken() {
        LedgerException cause = broken;
        if (cause != null) {
            throw new LedgerException(cause.getMessage(), cause, true);
        }
    }

    @Override
    public boolean broken() {
        return broken != null;
    }

    private void writeUntilClosed() {
        List<Job<?>> batch = new ArrayList<>();
        boolean open = true;
        while (open) {
            batch.clear();
            gather(batch);
            open = !batch.contains(Job.END);
            batch.removeIf(job -> job.work() == null);
            if (!batch.isEmpty()) {
                writeAll(batch);
            }
        }
    }

    private void gather(List<Job<?>> batch) {
        Job<?> job = take(Long.MAX_VALUE);
        long begun = System.nanoTime();
        while (job != null) {
            batch.add(job);
            boolean waits = !job.awaited() && batch.size() < MOST;
            job = waits ? take(patience.toNanos() - (System.nanoTime() - begun)) : null;
        }
        queue.drainTo(batch, MOST - batch.size());
    }

    /** @return null when there is none in that time; one that is there already at once, even in no time */
    private Job<?> take(long nanos) {
        while (true) {
            try {
                return queue.poll(nanos, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                // Nobody but close() ends this thread, and that by a job.
            }
        }
    }

    /** One that fails undoes all, so each is then run in a transaction of its own. */
    private void writeAll(List<Job<?>> batch) {
        try {
            commit(batch).forEach(Runnable::run);
        } catch (SQLException | RuntimeException | Error failure) {
            if (batch.size() == 1) {
                batch.get(0).fail(failure instanceof SQLException sql ? failed(sql) : failure);
            } else {
                batch.forEach(job -> writeAll(List.of(job)));
            }
        }
    }

    private List<Runnable> commit(List<Job<?>> batch) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try {
                List<Runnable> completions = new ArrayList<>(batch.size());
                for (Job<?> job : batch) {
                    completions.add(job.attempt(connection, statements));
                }
                connection.commit();
                return completions;
            } catch (SQLException | RuntimeException | Error failure) {
                undo(connection, failure);
                throw failure;
            }
        }
    }

    private static void undo(Connection connection, Throwable failure) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    private static LedgerException closedException() {
        return new LedgerException("The ledger is closed: this process is stopping.");
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
