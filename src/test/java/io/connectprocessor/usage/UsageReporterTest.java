package io.connectprocessor.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.ledger.UsageFile;
import io.connectprocessor.ledger.UsagePeriod;
import io.connectprocessor.sandbox.Fault;
import io.connectprocessor.sandbox.Sandbox;
import io.connectprocessor.sandbox.SandboxUsageFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageReporterTest {

    @TempDir
    Path folder;

    private UsageTrial trial;

    @BeforeEach
    void start() {
        trial = new UsageTrial(folder);
    }

    @AfterEach
    void stop() throws Exception {
        trial.close();
    }

    private String asset(String contract) {
        return trial.sandbox.asset().contract(contract).create();
    }

    private SandboxUsageFile only() {
        assertThat(trial.sandbox.usageFiles()).hasSize(1);
        return trial.sandbox.usageFiles().get(0);
    }

    @Test
    void reports_a_month_as_one_file_that_the_provider_can_accept() {
        String asset = asset("CRD-10000-20000-30000");
        trial.record("r-1", asset);
        trial.record("r-2", asset).put("currency", "EUR");
        trial.records.get(0).put("currency", "EUR");

        UsageSummary summary = trial.report("2026-02");

        assertThat(summary.failure()).isNull();
        assertThat(summary.good()).isEqualTo(2);
        assertThat(only().status()).isEqualTo("pending");
        assertThat(only().externalId()).isEqualTo("PRD-100-200-300.CRD-10000-20000-30000.2026-02.EUR.qt.v1");
        assertThat(only().records()).extracting(row -> row.get("record_id")).containsExactly("r-1", "r-2");
        assertThat(trial.files()).extracting(UsageFile::state).containsExactly(UsageFile.State.SUBMITTED);

        only().distributorAccepts();
        trial.reporter.follow();
        assertThat(trial.files()).extracting(UsageFile::state).containsExactly(UsageFile.State.ACCEPTED);
        only().distributorCloses();
        trial.reporter.follow();
        assertThat(trial.files()).extracting(UsageFile::state).containsExactly(UsageFile.State.CLOSED);
    }

    @Test
    void sends_nothing_twice_when_it_is_asked_again() {
        trial.record("r-1", asset("CRD-10000-20000-30000"));
        trial.report("2026-02");

        UsageSummary again = trial.reportByHand("2026-02");

        assertThat(again.good()).isZero();
        assertThat(again.before()).isEqualTo(1);
        assertThat(trial.sandbox.usageFiles()).hasSize(1);
    }

    @Test
    void late_records_of_a_reported_month_are_a_correction_that_holds_only_them() {
        String asset = asset("CRD-10000-20000-30000");
        trial.record("r-1", asset);
        trial.report("2026-02");
        trial.record("r-2", asset);

        trial.reportByHand("2026-02");

        assertThat(trial.sandbox.usageFiles()).hasSize(2);
        SandboxUsageFile correction = trial.sandbox.usageFiles().get(1);
        assertThat(correction.records()).extracting(row -> row.get("record_id")).containsExactly("r-2");
        assertThat(correction.externalId()).endsWith(".v2");
        assertThat(correction.json().path("name").asText()).startsWith("Correction of usage 2026-02");
    }

    @Test
    void a_reported_record_with_other_values_is_told_and_not_sent() {
        trial.record("r-1", asset("CRD-10000-20000-30000"));
        trial.report("2026-02");
        trial.records.get(0).put("quantity", "99");

        UsageSummary again = trial.reportByHand("2026-02");

        assertThat(again.otherwise()).isEqualTo(1);
        assertThat(trial.sandbox.usageFiles()).hasSize(1);
    }

    @Test
    void divides_by_contract_and_currency() {
        trial.record("r-1", asset("CRD-10000-20000-30000")).put("currency", "EUR");
        String other = asset("CRD-10001-20000-30000");
        trial.record("r-2", other).put("currency", "USD");
        trial.record("r-3", other).put("currency", "CHF");

        trial.report("2026-02");

        assertThat(trial.sandbox.usageFiles())
                .extracting(SandboxUsageFile::externalId)
                .containsExactlyInAnyOrder(
                        "PRD-100-200-300.CRD-10000-20000-30000.2026-02.EUR.qt.v1",
                        "PRD-100-200-300.CRD-10001-20000-30000.2026-02.USD.qt.v1",
                        "PRD-100-200-300.CRD-10001-20000-30000.2026-02.CHF.qt.v1");
    }

    @Test
    void bad_records_are_set_aside_and_sent_once_they_are_repaired() throws Exception {
        String asset = asset("CRD-10000-20000-30000");
        trial.record("r-1", asset);
        trial.record("r-2", asset).put("quantity", "-1");

        UsageSummary first = trial.report("2026-02");

        assertThat(first.setAside()).isEqualTo(1);
        assertThat(only().records()).hasSize(1);
        Path aside = trial.folder().resolve("2026-02/set-aside.csv");
        assertThat(Files.getPosixFilePermissions(aside)).hasSize(2);
        assertThat(Files.readString(trial.folder().resolve("2026-02/report.csv")))
                .contains("source,2,quantity,-1,\"is negative;");

        Path repaired = folder.resolve("mine.csv");
        Files.writeString(repaired, Files.readString(aside).replace("-1,2026", "7,2026"));
        trial.reporter.addRepairs(Period.parse("2026-02"), repaired);
        UsageSummary second = trial.reportByHand("2026-02");

        assertThat(second.setAside()).isZero();
        assertThat(aside).doesNotExist();
        assertThat(trial.sandbox.usageFiles()).hasSize(2);
        assertThat(trial.sandbox.usageFiles().get(1).records())
                .singleElement()
                .satisfies(
                        row -> assertThat(row).containsEntry("record_id", "r-2").containsEntry("quantity", "7"));
    }

    @Test
    void finds_a_file_whose_creation_was_answered_to_nobody() {
        trial.record("r-1", asset("CRD-10000-20000-30000"));
        trial.sandbox.addFault(Fault.replyLost().onAction("create-usage-file").times(1));

        trial.report("2026-02");

        assertThat(only().status()).isEqualTo("pending");
    }

    @Test
    void goes_on_after_lost_replies_of_upload_and_submit() {
        trial.record("r-1", asset("CRD-10000-20000-30000"));
        trial.sandbox.addFault(Fault.replyLost().onAction("upload-usage-file").times(1));
        trial.sandbox.addFault(Fault.replyLost().onAction("submit-usage-file").times(1));

        trial.report("2026-02");

        assertThat(only().status()).isEqualTo("pending");
        assertThat(trial.waits).isPositive();
    }

    @Test
    void a_platform_that_is_away_leaves_the_month_open_and_it_is_due_again() {
        assertThat(trial.reporter.due()).extracting(Period::label).containsExactly("2026-02");
        trial.sandbox.refuseKey(true);

        UsageSummary summary = trial.report("2026-02");

        assertThat(summary.failure()).contains("401");
        assertThat(trial.ledger.usage().periods())
                .extracting(UsagePeriod::state)
                .containsOnly(UsagePeriod.State.OPEN);
        trial.sandbox.refuseKey(false);
        assertThat(trial.reporter.due()).extracting(Period::label).containsExactly("2026-02");
        trial.report("2026-02");
        assertThat(trial.reporter.due()).isEmpty();
    }

    @Test
    void the_month_of_installation_is_the_first() throws Exception {
        with(Sandbox.builder(), null, false);
        assertThat(trial.reporter.due()).isEmpty();
        trial.clock.advance(Duration.ofDays(30));
        assertThat(trial.reporter.due()).isEmpty();
        trial.clock.advance(Duration.ofDays(2));

        assertThat(trial.reporter.due()).extracting(Period::label).containsExactly("2026-03");
        assertThat(trial.reporter.status().due()).extracting(Period::label).containsExactly("2026-03");
    }

    @Test
    void a_rejected_file_is_parked_and_corrected_data_goes_into_a_new_one() {
        trial.record("r-1", asset("CRD-10000-20000-30000"));
        trial.report("2026-02");
        only().distributorRejects("February has 28 days.");
        trial.reporter.follow();

        assertThat(trial.files().get(0).cause()).contains("February has 28 days.");
        assertThat(trial.reporter.status().parked()).isEqualTo(1);
        trial.reportByHand("2026-02");
        assertThat(trial.sandbox.usageFiles())
                .as("the same data is not sent again")
                .hasSize(1);

        trial.records.get(0).put("quantity", "2");
        trial.reportByHand("2026-02");

        assertThat(trial.sandbox.usageFiles()).hasSize(2);
        assertThat(trial.sandbox.usageFiles().get(1).records())
                .extracting(row -> row.get("quantity"))
                .containsExactly("2");
        assertThat(trial.files())
                .extracting(UsageFile::state)
                .containsExactly(UsageFile.State.DROPPED, UsageFile.State.SUBMITTED);
        assertThat(trial.reporter.status().parked()).isZero();
    }

    @Test
    void an_end_of_the_time_to_wait_leaves_the_file_to_the_next_look() throws Exception {
        with(Sandbox.builder().usageProcessing(Duration.ofHours(2)), Period.parse("2026-02"), false);
        trial.record("r-1", asset("CRD-10000-20000-30000"));

        trial.report("2026-02");

        assertThat(trial.files()).extracting(UsageFile::state).containsExactly(UsageFile.State.UPLOADED);
        assertThat(trial.files().get(0).cause()).contains("still has");
        trial.clock.advance(Duration.ofHours(5));
        trial.reporter.follow();
        assertThat(trial.files()).extracting(UsageFile::state).containsExactly(UsageFile.State.SUBMITTED);
    }

    @Test
    void preview_writes_workbooks_and_sends_nothing() throws Exception {
        trial.record("r-1", asset("CRD-10000-20000-30000"));
        Path preview = folder.resolve("preview");

        UsageSummary summary = trial.reporter
                .report(new UsageOrder(Period.parse("2026-02"), true, preview, false), trial.source())
                .orElseThrow();

        assertThat(summary.items()).singleElement().satisfies(item -> {
            assertThat(item.item()).isEqualTo("TRAFFIC");
            assertThat(item.quantity()).isEqualByComparingTo("1.5");
        });
        assertThat(summary.files().get(0).workbook()).exists();
        assertThat(trial.sandbox.usageFiles()).isEmpty();
        assertThat(trial.files()).isEmpty();
        assertThat(trial.ledger.usage().periods()).isEmpty();
    }

    @Test
    void a_record_whose_group_vanished_before_it_was_submitted_goes_elsewhere_and_its_file_is_deleted() {
        String first = asset("CRD-10000-20000-30000");
        String second = asset("CRD-10001-20000-30000");
        trial.record("r-1", first);
        trial.sandbox.addFault(Fault.status(503).onAction("upload-usage-file").times(20));
        assertThat(trial.report("2026-02").failure()).contains("503");
        trial.sandbox.clearFaults();
        trial.records.get(0).put("asset_id", second);

        trial.report("2026-02");

        assertThat(trial.sandbox.usageFiles())
                .extracting(SandboxUsageFile::status)
                .containsExactlyInAnyOrder("deleted", "pending");
    }

    @Test
    void nothing_is_sent_when_bad_rows_stop_the_month() throws Exception {
        with(Sandbox.builder(), Period.parse("2026-02"), true);
        String asset = asset("CRD-10000-20000-30000");
        trial.record("r-1", asset);
        trial.record("r-1", asset);

        UsageSummary summary = trial.report("2026-02");

        assertThat(summary.failure()).contains("1 bad record");
        assertThat(trial.sandbox.usageFiles()).isEmpty();
        assertThat(trial.ledger.usage().periods())
                .extracting(UsagePeriod::state)
                .containsOnly(UsagePeriod.State.PARKED);
    }

    private void with(Sandbox.Builder sandbox, Period since, boolean strict) throws Exception {
        trial.close();
        trial = new UsageTrial(
                Files.createDirectory(folder.resolve("other")),
                sandbox,
                options -> new UsageOptions(
                        options.products(),
                        List.of(),
                        options.environments(),
                        since,
                        options.closedFor(),
                        options.columns(),
                        null,
                        Map.of(),
                        strict,
                        false,
                        options.directory(),
                        options.patience(),
                        options.rowsPerFile(),
                        options.pageSize()));
    }
}
