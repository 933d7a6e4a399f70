package io.connectprocessor.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectprocessor.ledger.Ledger.Claiming;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many workers of two nodes on one database. */
@ExtendWith(Postgres.class)
class SharedLaneTest {
    private static final int WORKERS = 16;
    private static final Instant CREATED = Instant.parse("2026-02-01T00:00:00Z");

    private final Postgres.Database database;
    private final List<String> decided = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    SharedLaneTest(Postgres.Database database) {
        this.database = database;
    }

    private Ledger node(String owner) {
        return Ledgers.open(LedgerOptions.of(database.url()).withOwner(owner));
    }

    @Test
    void works_on_a_lane_one_at_a_time_and_oldest_first() throws Exception {
        List<Sighting> lane = lane(1, 60);
        try (Ledger a = node("node-a");
                Ledger b = node("node-b")) {
            work(List.of(a, b), lane);
        }

        assertThat(most).hasValue(1);
        assertThat(decided).isEqualTo(lane.stream().map(Sighting::id).toList());
    }

    @Test
    void lets_two_nodes_take_the_same_pages_in_without_a_row_twice() throws Exception {
        List<Sighting> page = IntStream.rangeClosed(1, 100)
                .mapToObj(i -> new Sighting("PR-" + i, "request", "AS-" + i % 7, CREATED, null, null))
                .toList();
        try (Ledger a = node("node-a");
                Ledger b = node("node-b")) {
            run(i -> {
                List<Sighting> shuffled = new ArrayList<>(page);
                Collections.shuffle(shuffled, new Random(i));
                List<Standing> standings = (i % 2 == 0 ? a : b).sight(shuffled);
                assertThat(standings)
                        .extracting(Standing::id)
                        .isEqualTo(shuffled.stream().map(Sighting::id).toList());
            });

            assertThat(a.counts()).containsEntry(Standing.State.READY, 7L).containsEntry(Standing.State.HELD_BACK, 93L);
        }
    }

    private void work(List<Ledger> nodes, List<Sighting> lane) throws Exception {
        nodes.get(0).sight(lane);
        run(i -> {
            Ledger node = nodes.get(i % nodes.size());
            Random random = new Random(i);
            while (decided.size() < lane.size()) {
                tryOne(
                        node,
                        lane.get(Math.min(lane.size() - 1, decided.size() + random.nextInt(3)))
                                .id());
            }
        });
    }

    private void tryOne(Ledger node, String id) {
        if (node.claim(id, node.now()) instanceof Claiming.Granted granted) {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            // Some work, long enough for another to get in.
            node.standing(id);
            decided.add(id);
            inside.decrementAndGet();
            node.decided(granted.claim(), "approved");
        }
    }

    @Test
    void decides_a_claim_only_after_another_node_is_done_with_its_own_of_the_same_lane() throws Exception {
        ExecutorService worker = Executors.newSingleThreadExecutor();
        try (Ledger ledger = node("node-a");
                Connection other = database.connect()) {
            ledger.sight(lane(1, 2));
            other.setAutoCommit(false);
            execute(other, Claims.LOCK_LANE.replace(":id", "'PR-2'"));
            Future<Claiming> claiming = worker.submit(() -> ledger.claim("PR-1", ledger.now()));
            await().until(this::somebodyWaitsForALock);
            execute(
                    other,
                    "update ledger_request set state = 'CLAIMED', owner = 'node-b', token = 1,"
                            + " lease_end = clock_timestamp() + interval '60 seconds' where id = 'PR-2'");
            other.commit();

            assertThat(claiming.get(30, TimeUnit.SECONDS))
                    .isEqualTo(new Claiming.Refused(new Standing("PR-1", Standing.State.HELD_BACK, null, "PR-2")));
        } finally {
            worker.shutdownNow();
        }
    }

    private boolean somebodyWaitsForALock() throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("select 1 from pg_locks where locktype = 'advisory' and not granted")) {
            return rows.next();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<Sighting> lane(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(i -> new Sighting("PR-" + i, "request", "AS-1", CREATED, null, null))
                .toList();
    }

    private interface Worker {
        void run(int number) throws Exception;
    }

    private static void run(Worker worker) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                int number = i;
                all.add(threads.submit(() -> {
                    worker.run(number);
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get(2, TimeUnit.MINUTES);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
