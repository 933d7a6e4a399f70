package io.connectprocessor.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectprocessor.ledger.Postgres;
import io.connectprocessor.usage.SourceRow;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.ds.PGSimpleDataSource;

@ExtendWith(Postgres.class)
class SqlRowsTest {

    private static final Map<String, Object> FEBRUARY = Map.of(
            UsageHeaders.PERIOD, "2026-02",
            UsageHeaders.FROM, "2026-02-01T00:00:00Z",
            UsageHeaders.TO, "2026-03-01T00:00:00Z");

    private static void plant(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table used (id varchar(20), units numeric(10, 2), local_at timestamp,"
                    + " at timestamp with time zone)");
            statement.execute("insert into used values ('january', 1, '2026-01-31 23:59:59', '2026-01-31 23:59:59+00'),"
                    + " ('first', 1.50, '2026-02-01 00:00:00', '2026-02-01 00:00:00+00'),"
                    + " ('last', 2, '2026-02-28 23:59:59', '2026-02-28 23:59:59+00'),"
                    + " ('march', 1, '2026-03-01 00:00:00', '2026-03-01 00:00:00+00')");
        }
    }

    private static List<SourceRow> read(DataSource source, String sql) throws SQLException {
        List<SourceRow> all = new ArrayList<>();
        try (SqlRows rows = new SqlRows(source, sql, FEBRUARY)) {
            rows.forEachRemaining(all::add);
        }
        return all;
    }

    private static void gives_the_rows_of_the_month(DataSource source) throws SQLException {
        TimeZone before = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
            plant(source);
            for (String column : new String[] {"local_at", "at"}) {
                List<SourceRow> rows = read(
                        source,
                        "select * from used where " + column + " >= :from and " + column + " < :to order by at");
                assertThat(rows)
                        .extracting(row -> row.values().get("id"))
                        .as(column)
                        .isEqualTo(List.of("first", "last"));
                assertThat(rows.get(1).line()).isEqualTo(2);
                Map<String, ?> first = rows.get(0).values();
                assertThat((BigDecimal) first.get("units")).isEqualByComparingTo("1.5");
                assertThat(first.get("local_at")).isEqualTo(LocalDateTime.parse("2026-02-01T00:00:00"));
                assertThat(((OffsetDateTime) first.get("at")).withOffsetSameInstant(ZoneOffset.UTC))
                        .isEqualTo(OffsetDateTime.parse("2026-02-01T00:00:00Z"));
            }
            assertThat(read(source, "select :period as wanted, 'a:b' as other"))
                    .singleElement()
                    .satisfies(row -> assertThat(row.values().get("wanted")).isEqualTo("2026-02"));
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void gives_the_rows_of_the_month_from_h2_whatever_the_zone_of_the_machine() throws SQLException {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:usage-source;DB_CLOSE_DELAY=-1");

        gives_the_rows_of_the_month(source);
    }

    @Test
    void gives_the_rows_of_the_month_from_postgresql_whatever_the_zone_of_the_machine(Postgres.Database database)
            throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(database.url());

        gives_the_rows_of_the_month(source);
    }

    @Test
    void a_query_that_the_database_refuses_leaves_no_connection_open() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:usage-refused");

        assertThatThrownBy(() -> new SqlRows(source, "select * from nowhere", FEBRUARY))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("NOWHERE");
    }
}
