package io.connectprocessor.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.connectprocessor.ledger.Postgres;
import io.connectprocessor.sandbox.Books;
import io.connectprocessor.sandbox.Sandbox;
import io.connectprocessor.sandbox.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A node stands still in the middle of its work, as a machine that is suspended or swaps, and goes on after another took over. */
@ExtendWith(Postgres.class)
class StaleNodeJourneyTest {

    private static final Duration LEASE = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    private final List<Process> nodes = new ArrayList<>();

    @AfterEach
    void stop() {
        nodes.forEach(Process::destroyForcibly);
    }

    @Test
    void a_node_that_wakes_up_writes_nothing_for_what_another_took_over_and_works_on(Postgres.Database database)
            throws Exception {
        try (Sandbox sandbox = Sandbox.builder()
                .seed(Seed.scale(120, 10, 11))
                .latency(Duration.ofMillis(100))
                .start()) {
            Process stale = start("stale", sandbox, database);
            Process other = start("other", sandbox, database);
            eventually("both work")
                    .until(() -> sandbox.books().decided().size() >= 20
                            && owners(database).size() == 2);
            signal("STOP", stale);
            long stoppedAt = System.nanoTime();
            assertThat(sandbox.books().decided())
                    .as("decided before it stopped")
                    .hasSizeLessThan(120);

            assertThat(other.waitFor(3, TimeUnit.MINUTES)).isTrue();
            assertThat(other.exitValue()).as(log("other")).isZero();
            assertThat(sandbox.books().decided())
                    .as("decided without the stale one")
                    .hasSize(140);
            Set<String> lost =
                    new HashSet<>(database.rows("select id from ledger_request where token > 1 and state = 'DECIDED'"));
            assertThat(lost).as("taken over").isNotEmpty();
            List<String> before = written(database, lost);
            eventually("two leases").until(() -> System.nanoTime() - stoppedAt > 2 * LEASE.toNanos());
            String fresh = sandbox.seed().purchase().pending();
            signal("CONT", stale);

            assertThat(stale.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(stale.exitValue()).as(log("stale")).isZero();
            assertThat(written(database, lost)).isEqualTo(before);
            Books books = sandbox.books();
            assertThat(books.decided()).hasSize(141).contains(fresh);
            assertThat(books.repeatedVendorEffects()).isEmpty();
            assertThat(books.orderViolations()).isEmpty();
            // What was on its way to the platform when it stopped cannot be called back.
            assertThat(books.doubleActions())
                    .extracting(Books.DoubleAction::requestId)
                    .isSubsetOf(lost);
            assertThat(log("stale")).as("it noticed").containsPattern("[Tt]he claim (was|of .* is) lost");
        }
    }

    private static ConditionFactory eventually(String what) {
        return Awaitility.await(what).atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(50));
    }

    private Process start(String name, Sandbox sandbox, Postgres.Database database) throws IOException {
        Path home = Files.createDirectory(folder.resolve(name));
        new Journey(home, sandbox)
                .set("ledger.url", database.url())
                .set("ledger.lease", LEASE.toSeconds() + "s")
                .set("management.enabled", "false")
                .set("process.concurrency", "6")
                .write();
        Process process = Child.start(home, "log.txt", "run", "--once");
        nodes.add(process);
        return process;
    }

    private static List<String> owners(Postgres.Database database) {
        return database.rows("select distinct owner from ledger_request where state = 'CLAIMED' and lease_end > now()");
    }

    /** All that owners of claims write; what a page shows, anybody may note. */
    private static List<String> written(Postgres.Database database, Set<String> ids) {
        String wanted = " in ('" + String.join("', '", ids) + "')";
        List<String> rows = new ArrayList<>();
        rows.addAll(database.rows(
                "select concat_ws(' ', id, state, outcome, owner, token, attempts, starts, touched, since)"
                        + " from ledger_request where id" + wanted + " order by id"));
        rows.addAll(database.rows("select s::text from ledger_step s where request_id" + wanted + " order by 1"));
        rows.addAll(database.rows("select e::text from ledger_event e where request_id" + wanted + " order by seq"));
        rows.addAll(database.rows("select a::text from ledger_audit a where request_id" + wanted + " order by seq"));
        return rows;
    }

    private String log(String name) throws IOException {
        return Files.readString(folder.resolve(name).resolve("log.txt"));
    }

    private static void signal(String name, Process process) throws Exception {
        boolean sent = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                        .inheritIO()
                        .start()
                        .waitFor()
                == 0;
        assumeTrue(sent, "this system has no signals to stop a process with");
    }
}
