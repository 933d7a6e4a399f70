package io.connectprocessor.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The file on the disk, and other processes. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedLedgerFileTest {
    private static final int ENOUGH = 2000;

    @TempDir
    Path folder;

    /** Made once: it takes seconds. */
    private byte[] large;

    private List<Event> largesTimeline;

    private String url() {
        return "jdbc:h2:file:" + folder.resolve("ledger");
    }

    @Test
    void opens_what_a_process_left_that_was_killed_while_it_made_the_tables() throws Exception {
        String[] statements = migration().split(";");
        assertThat(statements).hasSizeGreaterThan(10);
        for (int made = 1; made <= statements.length; made++) {
            String url = url() + made;
            try (Connection connection = DriverManager.getConnection(url, "sa", "");
                    Statement statement = connection.createStatement()) {
                for (String sql : List.of(statements).subList(0, made)) {
                    if (!sql.isBlank()) {
                        statement.execute(sql);
                    }
                }
            }
            try (Ledger ledger = Ledgers.open(LedgerOptions.of(url))) {
                assertThat(ledger.sight(
                                List.of(new Sighting("PR-1", "request", "AS-1", OtherProcess.CREATED, null, null))))
                        .hasSize(1);
            }
        }
    }

    private static String migration() throws IOException {
        try (InputStream script = Ledgers.class.getResourceAsStream("migration/V1__ledger.sql")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^ *--.*$", "");
        }
    }

    @Test
    void a_file_that_is_large_and_mostly_empty_is_written_anew_at_the_next_start() throws Exception {
        Path file = folder.resolve("ledger.mv.db");
        List<Event> before = makeLarge();
        assertThat(Files.size(file)).isGreaterThan(32 << 20);

        try (Ledger ledger = Ledgers.open(LedgerOptions.of(url()))) {
            assertThat(Files.size(file)).isLessThan(8 << 20);
            assertThat(ledger.standing("PR-1").orElseThrow().state()).isEqualTo(Standing.State.READY);
        }
        try (Ledger ledger = Ledgers.open(LedgerOptions.of(url()))) {
            assertThat(ledger.timeline("PR-1")).hasSizeGreaterThan(100).isEqualTo(before);
        }
    }

    /** So that a process that opens it writes it anew. Returns the timeline of PR-1. */
    private List<Event> makeLarge() throws IOException {
        Path file = folder.resolve("ledger.mv.db");
        if (large == null) {
            largesTimeline = fill(file);
            large = Files.readAllBytes(file);
        } else {
            Files.write(file, large);
        }
        return largesTimeline;
    }

    private List<Event> fill(Path file) throws IOException {
        List<Sighting> page = List.of(new Sighting("PR-1", "request", "AS-1", OtherProcess.CREATED, null, null));
        try (Ledger ledger = Ledgers.open(LedgerOptions.of(url()))) {
            while (Files.size(file) < 34 << 20) {
                ledger.sight(page);
                Ledger.Claiming.Granted granted = (Ledger.Claiming.Granted) ledger.claim("PR-1", ledger.now());
                ledger.handBack(granted.claim());
            }
            return ledger.timeline("PR-1");
        }
    }

    @ParameterizedTest
    @CsvSource({"tempFile, 10000", "newFile, 1"})
    void a_file_that_is_being_written_anew_when_the_process_is_killed_is_whole(String stage, long bytes)
            throws Exception {
        List<Event> before = makeLarge();
        Path copy = folder.resolve("ledger.mv.db." + stage);

        Process process = OtherProcess.start(url());
        try (BufferedReader lines = OtherProcess.lines(process)) {
            while (process.isAlive() && !lines.ready() && (!Files.exists(copy) || size(copy) < bytes)) {
                LockSupport.parkNanos(100_000);
            }
            process.toHandle().destroyForcibly();
        }
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();

        try (Ledger ledger = Ledgers.open(LedgerOptions.of(url()))) {
            assertThat(ledger.timeline("PR-1")).isEqualTo(before);
            assertThat(ledger.standing("PR-1").orElseThrow().state()).isEqualTo(Standing.State.READY);
        }
        assertThat(copy).doesNotExist();
    }

    /** Zero when it was renamed meanwhile. */
    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException gone) {
            return 0;
        }
    }

    @Test
    void has_everything_after_many_short_lives() {
        int lives = 60;
        for (int life = 0; life < lives; life++) {
            try (Ledger ledger = Ledgers.open(LedgerOptions.of(url()))) {
                for (int i = 0; i < 10; i++) {
                    String id = "PR-" + life + "-" + i;
                    ledger.sight(List.of(new Sighting(id, "request", id, OtherProcess.CREATED, null, null)));
                    Ledger.Claiming.Granted granted = (Ledger.Claiming.Granted) ledger.claim(id, ledger.now());
                    ledger.decided(granted.claim(), "approved");
                }
            }
        }

        // H2 writes a close that failed there, and tells nobody else.
        assertThat(folder.resolve("ledger.trace.db")).doesNotExist();
        try (Ledger ledger = Ledgers.open(LedgerOptions.of(url()))) {
            assertThat(ledger.counts()).containsEntry(Standing.State.DECIDED, 10L * lives);
        }
    }

    @Test
    void has_every_decision_that_was_read_back_before_the_process_was_killed() throws Exception {
        Process process = OtherProcess.start(url());
        List<String> acknowledged = new ArrayList<>();
        try (BufferedReader lines = OtherProcess.lines(process)) {
            String line;
            while ((line = lines.readLine()) != null) {
                if (line.startsWith("decided ")) {
                    acknowledged.add(line.substring("decided ".length()));
                }
                if (acknowledged.size() == ENOUGH) {
                    // By its handle: the process's own method would close the stream that we read from.
                    process.toHandle().destroyForcibly();
                }
            }
        } finally {
            process.destroyForcibly();
        }
        // The last line may be half of one.
        acknowledged.remove(acknowledged.size() - 1);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();

        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ENOUGH - 1);
        try (Ledger ledger = Ledgers.open(LedgerOptions.of(url()))) {
            assertThat(acknowledged)
                    .allSatisfy(
                            id -> assertThat(ledger.standing(id).orElseThrow().state())
                                    .isEqualTo(Standing.State.DECIDED));
            assertThat(ledger.counts()).containsEntry(Standing.State.CLAIMED, 0L);
        }
    }

    @Test
    void is_refused_while_another_process_has_it() throws Exception {
        Process process = OtherProcess.start(url());
        try (BufferedReader lines = OtherProcess.lines(process)) {
            String line;
            do {
                line = lines.readLine();
            } while (line != null && !line.equals(OtherProcess.OPEN));
            assertThat(line).isEqualTo(OtherProcess.OPEN);

            assertThatThrownBy(() -> Ledgers.open(LedgerOptions.of(url())))
                    .isInstanceOf(LedgerException.class)
                    .hasMessageContaining("ledger.url")
                    .hasMessageContaining("in use by another process")
                    .hasMessageContaining("Stop that process");
        } finally {
            process.destroyForcibly();
            process.waitFor();
        }
    }

    @Test
    void is_refused_when_a_newer_version_wrote_it() throws Exception {
        Ledgers.open(LedgerOptions.of(url())).close();
        try (Connection connection = DriverManager.getConnection(url(), "sa", "");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "insert into \"ledger_schema_history\" (\"installed_rank\", \"version\", \"description\", \"type\", \"script\","
                            + " \"checksum\", \"installed_by\", \"execution_time\", \"success\")"
                            + " values (99, '99', 'newer', 'SQL', 'V99__newer.sql', 1, 'SA', 1, true)");
        }

        assertThatThrownBy(() -> Ledgers.open(LedgerOptions.of(url())))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("ledger.url")
                .hasMessageContaining("newer version")
                .hasMessageContaining("99")
                .hasMessageMatching("(?s).*this one knows up to [1-9][0-9]*\\).*");
    }

    @Test
    void the_versions_of_the_tables_are_those_of_the_migrations() throws Exception {
        Path ledger = Path.of("src", "main", "resources", "io", "connectprocessor", "ledger");
        try (Stream<Path> common = Files.list(ledger.resolve("migration"));
                Stream<Path> embedded = Files.list(ledger.resolve("migration-embedded"))) {
            assertThat(Stream.concat(common, embedded)
                            .map(file -> file.getFileName().toString().replaceFirst("^V(\\d+)__.*", "$1")))
                    .containsExactlyInAnyOrderElementsOf(Schema.VERSIONS);
        }
    }

    @Test
    void tables_of_this_version_are_known_without_flyway() {
        JdbcDataSource file = new JdbcDataSource();
        file.setURL(url());
        file.setUser("sa");

        assertThat(Schema.isComplete(file)).isFalse();
        Ledgers.open(LedgerOptions.of(url())).close();
        assertThat(Schema.isComplete(file)).isTrue();
    }

    @Test
    void a_migration_that_is_missing_is_made() throws Exception {
        Ledgers.open(LedgerOptions.of(url())).close();
        String index = "create index ledger_request_open on ledger_request (undecided, first_seen)";
        change("delete from \"ledger_schema_history\" where \"version\" = '15'");
        change(index);

        Ledgers.open(LedgerOptions.of(url())).close();

        change(index);
    }

    @Test
    void a_migration_that_failed_is_for_flyway_to_judge() throws Exception {
        Ledgers.open(LedgerOptions.of(url())).close();
        change("update \"ledger_schema_history\" set \"success\" = false where \"version\" = '15'");

        assertThatThrownBy(() -> Ledgers.open(LedgerOptions.of(url())))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("ledger.url");
    }

    private void change(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(), "sa", "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void is_refused_with_a_wrong_password_which_the_message_does_not_tell() {
        Ledgers.open(LedgerOptions.of(url()).withLogin("sa", "right")).close();

        assertThatThrownBy(() -> Ledgers.open(LedgerOptions.of(url()).withLogin("sa", "wr0ng-secret")))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("ledger.url")
                .hasMessageContaining("password")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("wr0ng-secret"));
    }

    @Test
    void says_so_when_the_file_is_damaged() throws Exception {
        Path file = folder.resolve("ledger.mv.db");
        Files.writeString(file, "no database".repeat(2000));

        assertDamagedAndUntouched(file);
    }

    @ParameterizedTest
    @CsvSource({"0, 8192", "8192, 1000000000"})
    void says_so_when_a_part_of_the_file_was_overwritten_and_leaves_it_as_it_is(int from, int most) throws Exception {
        Path file = folder.resolve("ledger.mv.db");
        try (Ledger ledger = Ledgers.open(LedgerOptions.of(url()))) {
            ledger.sight(List.of(new Sighting("PR-1", "request", "AS-1", OtherProcess.CREATED, null, null)));
        }
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, from, (int) Math.min(bytes.length, (long) from + most), (byte) 'x');
        Files.write(file, bytes);

        assertDamagedAndUntouched(file);
    }

    @Test
    void says_so_when_the_file_was_cut_off_and_leaves_it_as_it_is() throws Exception {
        Path file = folder.resolve("ledger.mv.db");
        Ledgers.open(LedgerOptions.of(url())).close();
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 5000));

        assertDamagedAndUntouched(file);
    }

    private void assertDamagedAndUntouched(Path file) throws IOException {
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> Ledgers.open(LedgerOptions.of(url())))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("ledger.url")
                .hasMessageContaining("damaged")
                .hasMessageContaining("Restore it from a copy, or move it away");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }
}
