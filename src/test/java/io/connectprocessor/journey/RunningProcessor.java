package io.connectprocessor.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectprocessor.operations.OperatorFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntSupplier;

/** {@code run} in a thread of its own, and its management server. */
final class RunningProcessor implements AutoCloseable {

    private final CompletableFuture<Integer> code = new CompletableFuture<>();
    private final Thread thread;
    private final OperatorFile operator;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    RunningProcessor(Path operatorFile, IntSupplier run) {
        thread = new Thread(
                () -> {
                    try {
                        code.complete(run.getAsInt());
                    } catch (RuntimeException | Error e) {
                        code.completeExceptionally(e);
                    }
                },
                "journey");
        thread.start();
        await("the start")
                .atMost(Duration.ofSeconds(60))
                .until(() -> code.isDone()
                        || OperatorFile.read(operatorFile)
                                .filter(file -> file.token() != null)
                                .isPresent());
        assertThat(code).as("ended at once").isNotDone();
        operator = OperatorFile.read(operatorFile).orElseThrow();
    }

    /** A GET on the management server, without its token. */
    HttpResponse<String> get(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://" + operator.host() + ":" + operator.port() + path))
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    OperatorFile operator() {
        return operator;
    }

    /** Stops it as a signal does; returns the exit code. */
    int stop() {
        thread.interrupt();
        await("the stop").atMost(Duration.ofSeconds(60)).until(code::isDone);
        return code.join();
    }

    @Override
    public void close() {
        if (!code.isDone()) {
            stop();
        }
    }
}
