package io.connectprocessor.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.ledger.Postgres;
import io.connectprocessor.sandbox.Books;
import io.connectprocessor.sandbox.Fault;
import io.connectprocessor.sandbox.Sandbox;
import io.connectprocessor.sandbox.Seed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two processors on one ledger in PostgreSQL. */
@ExtendWith(Postgres.class)
class TwoNodesJourneyTest {

    @TempDir
    Path folder;

    /** Each with a budget of its own would need half of the time; a slow machine only needs more. */
    @Test
    void two_nodes_spend_one_budget_of_calls(Postgres.Database database) throws Exception {
        int callsASecond = 40;
        int requests = 90;
        int atOnce = 4;
        try (Sandbox sandbox = Sandbox.builder().start()) {
            for (int i = 0; i < requests; i++) {
                sandbox.seed().purchase().pending();
            }
            drain(
                    sandbox,
                    node -> node.set("ledger.url", database.url())
                            .set("connect.rate", String.valueOf(callsASecond))
                            .set("process.concurrency", String.valueOf(atOnce)));

            Books books = sandbox.books();
            assertThat(books.count("approved")).isEqualTo(requests);
            assertThat(books.doubleActions()).isEmpty();
            // A parameter is saved, then approved: what began before the first approval is not counted.
            int calls = 2 * (requests - 2 * atOnce);
            assertThat(Duration.between(books.firstApproval(), books.lastApproval())
                            .toMillis())
                    .isGreaterThan(1000L * calls / callsASecond * 9 / 10);
        }
    }

    @Test
    void two_nodes_share_the_work_and_do_nothing_twice(Postgres.Database database) throws Exception {
        try (Sandbox sandbox = Sandbox.builder()
                .seed(Seed.scale(400, 20, 5))
                .latency(Duration.ofMillis(40))
                .fault(Fault.replyLost().withProbability(0.01).withSeed(5))
                .start()) {
            List<Journey> journeys = drain(
                    sandbox, node -> node.set("ledger.url", database.url()).set("process.concurrency", "8"));

            Books books = sandbox.books();
            assertThat(books.decided()).hasSize(440);
            assertThat(books.repeatedVendorEffects()).isEmpty();
            assertThat(books.doubleActions()).isEmpty();
            assertThat(books.orderViolations()).isEmpty();
            assertThat(journeys).allSatisfy(node -> assertThat(node.out()).containsPattern("all +[1-9][0-9]+"));
        }
    }

    private List<Journey> drain(Sandbox sandbox, UnaryOperator<Journey> settings) throws Exception {
        ExecutorService nodes = Executors.newFixedThreadPool(2);
        try {
            List<Future<Integer>> ends = new ArrayList<>();
            List<Journey> journeys = new ArrayList<>();
            for (String name : List.of("one", "two")) {
                Journey node = settings.apply(new Journey(Files.createDirectory(folder.resolve(name)), sandbox));
                journeys.add(node);
                ends.add(nodes.submit(() -> node.run("run", "--once")));
            }
            for (int i = 0; i < ends.size(); i++) {
                int end = ends.get(i).get();
                assertThat(end)
                        .as("%s%s", journeys.get(i).err(), journeys.get(i).out())
                        .isZero();
            }
            return journeys;
        } finally {
            nodes.shutdownNow();
        }
    }
}
