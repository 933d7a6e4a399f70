package io.connectprocessor.ledger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A PostgreSQL of the test's own that stops and comes back on the same port with what it was told. */
public final class RestartablePostgres implements AutoCloseable {

    private final Path data;
    private final int port;
    private EmbeddedPostgres server;

    /** @param data a folder that does not exist yet */
    public RestartablePostgres(Path data) throws IOException {
        this.data = data;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        start();
    }

    public void start() throws IOException {
        server = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                // What a server has by itself; the builder trades a commit's safety for speed.
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    public Postgres.Database database() {
        return new Postgres.Database("jdbc:postgresql://localhost:" + port + "/postgres?user=postgres");
    }

    /** As an administrator does: connections are cut, what was begun is undone. */
    public void stopFast() throws IOException {
        server.close();
    }

    /** As after a crash: the next start recovers from the log. */
    public void stopImmediately() throws Exception {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).trim());
        new ProcessBuilder("kill", "-QUIT", String.valueOf(pid))
                .inheritIO()
                .start()
                .waitFor();
        Awaitility.await("the end of PostgreSQL")
                .atMost(Duration.ofSeconds(60))
                .until(() ->
                        ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
        // Only its lock on the folder is left to be given up.
        server.close();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
