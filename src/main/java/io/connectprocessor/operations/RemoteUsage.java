package io.connectprocessor.operations;

import io.connectprocessor.usage.UsageStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;

/** How usage stands, by the management server of the processor that holds the ledger. */
public final class RemoteUsage {

    private final RunningProcessor processor;
    private final DeadLetterJson json = new DeadLetterJson();

    public RemoteUsage(OperatorFile processor) {
        this.processor = new RunningProcessor(processor);
    }

    /** @throws UncheckedIOException when the processor is not reached or refuses us */
    public UsageStatus status() {
        try {
            HttpResponse<byte[]> answer = processor.send("GET", OperationsServer.USAGE, null);
            if (answer.statusCode() == 404) {
                throw new IOException("the processor that holds the ledger is of an older version and does not tell");
            }
            return UsageStatusJson.status(json.object(answer.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
