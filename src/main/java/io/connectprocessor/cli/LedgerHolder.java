package io.connectprocessor.cli;

import io.connectprocessor.ledger.LedgerException;
import io.connectprocessor.ledger.LedgerInUseException;
import io.connectprocessor.operations.OperatorFile;
import io.connectprocessor.operations.RemoteDeadLetters;
import io.connectprocessor.settings.Settings;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.util.List;

/** Finds the processor that holds the ledger that a command was to open. */
final class LedgerHolder {

    private LedgerHolder() {}

    /**
     * Only when the ledger is in use: the file of a processor that was killed stays behind, and its port may be another program's by now.
     *
     * @throws LedgerException when no processor answers that is the one
     */
    static OperatorFile of(Settings settings, Path directory, LedgerInUseException held) {
        return OperatorFile.of(settings.ledgerUrl(), directory)
                .map(file -> read(file, held))
                .orElseThrow(() -> held);
    }

    private static OperatorFile read(Path file, LedgerInUseException held) {
        OperatorFile holder;
        try {
            holder = OperatorFile.read(file).orElse(null);
        } catch (UncheckedIOException unreadable) {
            throw new LedgerException(held.getMessage() + " " + unreadable.getMessage(), unreadable);
        }
        if (holder == null) {
            throw barred(held, "There is no " + file + ", by which this command would find it.", held);
        }
        try (RemoteDeadLetters remote = new RemoteDeadLetters(holder)) {
            remote.list(List.of(), 1);
            return holder;
        } catch (RuntimeException strange) {
            Throwable cause = strange instanceof UncheckedIOException ? strange.getCause() : strange;
            String answer = cause instanceof ConnectException
                    ? "nobody listens"
                    : "somebody answers who is not that process (" + cause.getMessage() + ")";
            throw barred(
                    held,
                    file + " leads to " + holder.host() + ":" + holder.port() + ", where " + answer
                            + ": it was left by a processor that was killed.",
                    strange);
        }
    }

    private static LedgerException barred(LedgerInUseException held, String why, RuntimeException cause) {
        return new LedgerException(
                held.getMessage() + " " + why
                        + " A processor lets commands in once it has started, with management.enabled=true.",
                cause);
    }
}
