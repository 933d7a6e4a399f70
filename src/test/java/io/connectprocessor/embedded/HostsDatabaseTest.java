package io.connectprocessor.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.ledger.LedgerOptions;
import io.connectprocessor.ledger.Ledgers;
import io.connectprocessor.ledger.Postgres;
import io.connectprocessor.sandbox.Sandbox;
import java.time.Duration;
import java.util.UUID;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Several nodes by the host's own database. */
@ExtendWith(Postgres.class)
@Timeout(120)
class HostsDatabaseTest {

    private static final String[] AT_BROKER = {
        "queue.requests", "jms:queue:connect.requests", "queue.broker-url", "tcp://localhost:1"
    };

    @Test
    void two_clustered_schedules_in_one_context_take_turns_by_the_host_s_data_source(Postgres.Database database)
            throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url());
        config.setPoolName("connect-test");
        try (Sandbox sandbox = Sandbox.builder().start();
                HikariDataSource source = new HikariDataSource(config);
                DefaultCamelContext context = new DefaultCamelContext()) {
            context.getCamelContextExtension().setName("estate");
            for (String prefix : new String[] {"north-", "south-"}) {
                ConnectProcessor.builder(ConnectProcessorTest.settings(sandbox, "poll.clustered", "true"))
                        .routePrefix(prefix)
                        .dataSource(source)
                        .build()
                        .addTo(context);
            }
            sandbox.request("purchase").create();
            context.start();

            await().atMost(Duration.ofSeconds(60)).until(() -> sandbox.books().count("approved") == 1);
            assertThat(database.rows("select distinct sched_name from qrtz_triggers order by 1"))
                    .containsExactly("north-connect-estate", "south-connect-estate");
            context.stop();
            try (var connection = source.getConnection()) {
                assertThat(connection.getAutoCommit()).isTrue();
            }
        }
    }

    @Test
    void a_queue_of_several_nodes_is_refused_with_a_given_ledger_that_one_process_has_alone() throws Exception {
        try (Sandbox sandbox = Sandbox.builder().start();
                Ledger ledger = Ledgers.open(LedgerOptions.of("jdbc:h2:mem:" + UUID.randomUUID()));
                DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            ConnectProcessor alone = ConnectProcessor.builder(ConnectProcessorTest.settings(sandbox, AT_BROKER))
                    .ledger(ledger)
                    .build();
            assertThatThrownBy(() -> alone.addTo(context))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("the ledger that was given belongs to one process alone");

            ConnectProcessor blind = ConnectProcessor.builder(
                            ConnectProcessorTest.settings(sandbox, "poll.clustered", "true"))
                    .ledger(ledger)
                    .build();
            assertThatThrownBy(() -> blind.addTo(context)).hasMessageContaining("Give its DataSource in place of it");
            assertThat(ledger.counts()).isNotNull();
        }
    }
}
