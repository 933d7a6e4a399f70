package io.connectprocessor.standalone;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Something that takes a while, made in a thread of its own while its maker goes on with what does not need it. */
final class Beside<T> {

    private final CompletableFuture<T> made = new CompletableFuture<>();

    private Beside() {}

    static <T> Beside<T> begin(String thread, Supplier<T> work) {
        Beside<T> beside = new Beside<>();
        Thread worker = new Thread(() -> beside.make(work), thread);
        worker.setDaemon(true);
        worker.start();
        return beside;
    }

    private void make(Supplier<T> work) {
        try {
            made.complete(work.get());
        } catch (RuntimeException | Error e) {
            made.completeExceptionally(e);
        }
    }

    /** Waits for it, an interrupt notwithstanding: who gives up would leave it behind. Throws what the work threw. */
    T await() {
        try {
            return made.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        }
    }
}
