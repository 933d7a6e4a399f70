package io.connectprocessor.ledger;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * A write that has been asked for. Both waits go on through an interrupt: the caller must know what became of its write. Thread-safe.
 *
 * @param run completes as soon as the work has run: unless it is undone with its neighbours, all that the ledger writes later finds it done
 * @param committed completes when it has survived {@code kill -9}, with the same result unless the work had to run again, or with why it was not
 *     written
 */
record Underway<T>(CompletableFuture<T> run, CompletableFuture<T> committed) {

    static <T> Underway<T> over(T result) {
        CompletableFuture<T> done = CompletableFuture.completedFuture(result);
        return new Underway<>(done, done);
    }

    T awaitRun() {
        return await(run);
    }

    T awaitCommit() {
        return await(committed);
    }

    /** @return completes as the commit does, but fails when the work had to run again and came to something else than the caller went on with */
    CompletableFuture<?> expecting(T result, Supplier<? extends RuntimeException> otherwise) {
        return committed.thenAccept(written -> {
            if (!result.equals(written)) {
                throw otherwise.get();
            }
        });
    }

    /**
     * @param end gets the result, or the failure; of a failure it knows before any write runs that is asked for after this
     * @return is over when {@code end} has run, too
     */
    Underway<T> whenOver(BiConsumer<T, Throwable> end) {
        return new Underway<>(run, committed.whenComplete((result, failure) -> end.accept(result, cause(failure))));
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException ? failure.getCause() : failure;
    }

    /** However it ends. */
    static void awaitEnd(CompletableFuture<?> future) {
        future.handle((result, failure) -> null).join();
    }

    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException runtime) {
                throw runtime;
            }
            throw e;
        }
    }
}
