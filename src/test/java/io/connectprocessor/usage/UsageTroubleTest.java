package io.connectprocessor.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.connectprocessor.ledger.Turn;
import io.connectprocessor.ledger.UsageFile;
import io.connectprocessor.ledger.UsageLedger;
import io.connectprocessor.ledger.UsagePeriod;
import io.connectprocessor.sandbox.Bystander;
import io.connectprocessor.sandbox.Fault;
import io.connectprocessor.sandbox.Sandbox;
import io.connectprocessor.sandbox.SandboxUsageFile;
import io.connectprocessor.sandbox.Variation;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What platforms, people and other ledgers do to usage files, and what becomes of the month then. */
class UsageTroubleTest {

    private static final String FIRST = "CRD-10000-20000-30000";
    private static final String SECOND = "CRD-10001-20000-30000";

    @TempDir
    Path folder;

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private UsageTrial trial;

    @AfterEach
    void stop() throws Exception {
        trial.close();
    }

    private Sandbox.Builder sandbox(Variation... variations) {
        return Sandbox.builder().with(variations).bystander(new Bystander() {
            @Override
            public boolean arrives(Fault.Api api, String action) {
                calls.add(action);
                return true;
            }
        });
    }

    private void start(Variation... variations) {
        trial = new UsageTrial(folder, sandbox(variations), options -> options);
    }

    private static UsageOptions with(UsageOptions options, List<String> products, List<String> environments, int rows) {
        return new UsageOptions(
                products,
                List.of(),
                environments,
                options.since(),
                options.closedFor(),
                options.columns(),
                null,
                Map.of(),
                false,
                false,
                options.directory(),
                options.patience(),
                rows,
                options.pageSize());
    }

    /** The platform finds a fault that we cannot: an asset of the environment test under a contract for production. */
    private void startWithTestAssets(Variation... variations) {
        trial = new UsageTrial(
                folder,
                sandbox(variations),
                options -> with(options, options.products(), List.of("production", "test"), 1_000_000));
    }

    private String asset(String contract) {
        return trial.sandbox.asset().contract(contract).create();
    }

    private List<String> statuses() {
        return trial.sandbox.usageFiles().stream().map(SandboxUsageFile::status).toList();
    }

    private List<UsageFile.State> states() {
        return trial.files().stream().map(UsageFile::state).toList();
    }

    private List<String> ids(int file) {
        return trial.sandbox.usageFiles().get(file).records().stream()
                .map(row -> row.get("record_id"))
                .toList();
    }

    private long calls(String action) {
        return calls.stream().filter(action::equals).count();
    }

    private void acceptsNothingTwice() {
        trial.sandbox.usageFiles().stream()
                .filter(file -> file.status().equals("pending"))
                .forEach(SandboxUsageFile::distributorAccepts);
        assertThat(trial.sandbox.usageBooks().acceptedRepeatedly()).isEmpty();
    }

    @Test
    void a_platform_that_stops_at_uploaded_is_asked_to_take_the_file_from_there() {
        start(Variation.USAGE_STOPS_AT_UPLOADED);
        trial.record("r-1", asset(FIRST));

        trial.report("2026-02");

        assertThat(statuses()).containsExactly("pending");
        assertThat(calls("submit-usage-file")).isOne();
    }

    @Test
    void an_upload_that_nobody_noted_is_made_again_where_the_platform_stops_at_uploaded() {
        start(Variation.USAGE_STOPS_AT_UPLOADED);
        trial.record("r-1", asset(FIRST));
        trial.sandbox.addFault(Fault.replyLost().onAction("upload-usage-file").times(1));

        UsageSummary summary = trial.report("2026-02");

        assertThat(summary.failure()).isNull();
        assertThat(statuses()).containsExactly("pending");
        assertThat(calls("upload-usage-file")).isEqualTo(2);
    }

    @Test
    void a_file_whose_records_went_elsewhere_is_deleted_where_the_platform_stops_at_uploaded() {
        start(Variation.USAGE_STOPS_AT_UPLOADED);
        trial.record("r-1", asset(FIRST));
        trial.sandbox.addFault(Fault.status(503).onAction("submit-usage-file").times(20));
        trial.report("2026-02");
        assertThat(statuses()).containsExactly("uploaded");
        trial.sandbox.clearFaults();
        trial.records.get(0).put("asset_id", asset(SECOND));

        trial.reportByHand("2026-02");

        assertThat(statuses()).containsExactly("deleted", "pending");
    }

    @Test
    void an_upload_that_is_answered_201_is_one() {
        start(Variation.USAGE_UPLOAD_ANSWERS_201);
        trial.record("r-1", asset(FIRST));

        trial.report("2026-02");

        assertThat(statuses()).containsExactly("pending");
        assertThat(calls("upload-usage-file")).isOne();
    }

    @Test
    void a_lost_ledger_takes_a_file_that_holds_the_same_records_for_reported() {
        start();
        String asset = asset(FIRST);
        trial.record("r-2", asset);
        trial.record("r-1", asset);
        trial.report("2026-02");
        trial.sandbox.usageFiles().get(0).distributorAccepts();
        trial.restartWithoutLedger();
        Collections.reverse(trial.records);

        UsageSummary summary = trial.report("2026-02");

        assertThat(summary.failure()).isNull();
        assertThat(statuses()).containsExactly("accepted");
        assertThat(states()).containsExactly(UsageFile.State.ACCEPTED);
        assertThat(trial.reportByHand("2026-02").before()).isEqualTo(2);
    }

    @Test
    void a_lost_ledger_does_not_take_a_record_for_reported_that_the_file_of_before_does_not_hold() {
        start();
        String asset = asset(FIRST);
        trial.record("r-1", asset);
        trial.report("2026-02");
        trial.restartWithoutLedger();
        trial.records.get(0).put("record_id", "r-2");

        trial.report("2026-02");

        assertThat(states()).containsExactly(UsageFile.State.INVALID);
        assertThat(trial.files().get(0).cause()).contains("is pending at the platform", "not sure");
        assertThat(trial.reporter.status().parked()).isOne();
        assertThat(ids(0)).containsExactly("r-1");
        trial.sandbox.usageFiles().get(0).distributorRejects("Once more, please.");
        trial.reportByHand("2026-02");
        assertThat(statuses()).containsExactly("pending");
        assertThat(ids(0)).containsExactly("r-2");
    }

    @Test
    void a_lost_ledger_sends_nothing_beside_a_later_revision_that_the_provider_has() {
        start();
        trial.record("r-1", asset(FIRST));
        trial.report("2026-02");
        trial.sandbox.usageFiles().get(0).distributorRejects("Please check.");
        trial.reporter.follow();
        trial.records.get(0).put("quantity", "2");
        trial.reportByHand("2026-02");
        trial.sandbox.usageFiles().get(1).distributorAccepts();
        assertThat(statuses()).containsExactly("rejected", "accepted");
        trial.restartWithoutLedger();

        trial.report("2026-02");

        assertThat(statuses()).containsExactly("rejected", "accepted");
        assertThat(trial.files().get(0).cause()).contains("this ledger did not send", ".v2, accepted");
        assertThat(trial.reporter.status().parked()).isOne();
    }

    @Test
    void a_lost_ledger_knows_each_of_several_files_of_a_month_again() {
        trial = new UsageTrial(
                folder, sandbox(), options -> with(options, options.products(), options.environments(), 1));
        String asset = asset(FIRST);
        trial.record("r-1", asset);
        trial.record("r-2", asset);
        trial.report("2026-02");
        trial.restartWithoutLedger();

        trial.report("2026-02");

        assertThat(statuses()).containsExactly("pending", "pending");
        assertThat(states()).containsExactly(UsageFile.State.SUBMITTED, UsageFile.State.SUBMITTED);
    }

    @Test
    void a_file_that_a_person_submitted_before_it_was_noted_is_compared_too() {
        start();
        trial.record("r-1", asset(FIRST));
        trial.report("2026-02");
        changeFile(file -> file.at(UsageFile.State.CREATED, null, null), UsagePeriod.State.OPEN);

        trial.report("2026-02");

        assertThat(states()).containsExactly(UsageFile.State.SUBMITTED);
        assertThat(calls("upload-usage-file")).isOne();
        assertThat(calls("submit-usage-file")).isOne();
    }

    private interface Change {
        UsageFile of(UsageFile file);
    }

    /** As a process that ended at a bad moment may have left it. */
    private void changeFile(Change change, UsagePeriod.State month) {
        UsageLedger ledger = trial.ledger.usage();
        Turn turn = ledger.take("usage").orElseThrow();
        UsageFile file = trial.files().get(0);
        ledger.save(turn, change.of(file));
        ledger.save(turn, new UsagePeriod(file.product(), file.period(), month, 1, 0, null, null, null));
        ledger.giveBack(turn);
    }

    @Test
    void a_file_that_is_a_draft_although_it_was_uploaded_makes_its_month_due_and_is_uploaded_again() {
        start();
        trial.record("r-1", asset(FIRST));
        trial.sandbox.addFault(Fault.status(503).onAction("upload-usage-file").times(20));
        trial.report("2026-02");
        trial.sandbox.clearFaults();
        changeFile(file -> file.at(UsageFile.State.UPLOADED, null, null), UsagePeriod.State.SENT);
        assertThat(statuses()).containsExactly("draft");

        trial.reporter.follow();

        assertThat(trial.reporter.due()).extracting(Period::label).containsExactly("2026-02");
        assertThat(trial.files().get(0).cause()).contains("has no workbook of");
        trial.report("2026-02");
        assertThat(statuses()).containsExactly("pending");
        assertThat(trial.reporter.due()).isEmpty();
    }

    @Test
    void a_file_that_a_person_deleted_parks_its_month_and_an_operator_has_it_reported_again() throws Exception {
        start();
        trial.record("r-1", asset(FIRST));
        trial.sandbox.addFault(Fault.status(400).onAction("submit-usage-file").times(20));
        trial.report("2026-02");
        trial.sandbox.clearFaults();
        assertThat(states()).containsExactly(UsageFile.State.UPLOADED);
        HttpRequest delete = HttpRequest.newBuilder(URI.create(trial.sandbox.connectUrl() + "/usage/files/"
                        + trial.files().get(0).fileId() + "/delete"))
                .header("Authorization", trial.sandbox.apiKey())
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        HttpClient.newHttpClient().send(delete, HttpResponse.BodyHandlers.discarding());
        assertThat(statuses()).containsExactly("deleted");

        trial.reporter.follow();

        assertThat(trial.reporter.status().parked()).isOne();
        assertThat(trial.ledger.usage().periods())
                .anySatisfy(period -> assertThat(period.cause()).contains("was deleted at the platform"));
        trial.reportByHand("2026-02");
        assertThat(statuses()).containsExactly("deleted", "pending");
        assertThat(trial.reporter.status().parked()).isZero();
    }

    @Test
    void nothing_is_submitted_while_a_file_that_holds_the_same_records_is_not_deleted() {
        start();
        trial.record("r-1", asset(FIRST));
        trial.sandbox.addFault(Fault.status(503).onAction("submit-usage-file").times(20));
        trial.report("2026-02");
        trial.sandbox.clearFaults();
        trial.records.get(0).put("asset_id", asset(SECOND));
        trial.sandbox.addFault(Fault.status(503).onAction("delete-usage-file").times(20));
        trial.report("2026-02");
        trial.sandbox.clearFaults();
        assertThat(statuses()).containsExactly("ready", "ready");

        trial.reporter.follow();

        assertThat(statuses()).containsExactly("ready", "ready");
        trial.report("2026-02");
        assertThat(statuses()).containsExactly("deleted", "pending");
        acceptsNothingTwice();
    }

    @Test
    void records_that_moved_are_not_submitted_beside_a_file_that_a_person_submitted_meanwhile() {
        start();
        trial.record("r-1", asset(FIRST));
        trial.report("2026-02");
        changeFile(file -> file.at(UsageFile.State.CREATED, null, null), UsagePeriod.State.OPEN);
        trial.records.get(0).put("asset_id", asset(SECOND));

        UsageSummary summary = trial.report("2026-02");
        trial.reporter.follow();

        assertThat(statuses()).containsExactly("pending", "ready");
        assertThat(summary.failure()).contains("its records went elsewhere meanwhile");
        assertThat(trial.reporter.status().parked()).isOne();
    }

    @Test
    void a_file_that_the_platform_does_not_come_to_an_end_with_keeps_no_other_product_back() {
        trial = new UsageTrial(folder, sandbox().usageProcessing(Duration.ofHours(2)), options -> options);
        List<String> products = trial.sandbox.products();
        trial.record("r-1", asset(FIRST));
        trial.record(
                "r-2",
                trial.sandbox.asset().product(products.get(1)).contract(FIRST).create());
        trial.sandbox.addFault(Fault.replyLost().onAction("upload-usage-file").times(1));

        UsageSummary summary = trial.report("2026-02");

        assertThat(summary.failure()).contains("Connect still has");
        assertThat(trial.ledger.usage().periods())
                .extracting(UsagePeriod::product, UsagePeriod::state)
                .contains(
                        tuple(products.get(0), UsagePeriod.State.OPEN), tuple(products.get(1), UsagePeriod.State.SENT));
        trial.clock.advance(Duration.ofHours(3));
        trial.reporter.follow();
        assertThat(statuses()).containsExactly("ready", "pending");
        trial.report("2026-02");
        trial.clock.advance(Duration.ofHours(3));
        trial.reporter.follow();
        assertThat(statuses()).containsExactly("pending", "pending");
    }

    @Test
    void what_the_platform_finds_invalid_is_parked_with_its_workbook_until_the_data_are_corrected() {
        startWithTestAssets();
        String good = asset(FIRST);
        trial.record("r-1", good);
        trial.record(
                "r-2", trial.sandbox.asset().contract(FIRST).environment("test").create());
        trial.record("r-3", asset(SECOND));

        trial.report("2026-02");

        assertThat(statuses()).containsExactlyInAnyOrder("invalid", "pending");
        UsageFile parked = trial.files().stream()
                .filter(file -> file.state() == UsageFile.State.INVALID)
                .findFirst()
                .orElseThrow();
        Path marked = trial.folder().resolve("2026-02/" + parked.externalId() + ".invalid.xlsx");
        assertThat(parked.cause()).contains("another environment", marked.toString());
        assertThat(marked).isNotEmptyFile();
        assertThat(trial.reporter.status().parked()).isOne();

        trial.reportByHand("2026-02");
        assertThat(calls("reprocess-usage-file"))
                .as("the same data are checked again")
                .isOne();
        assertThat(calls("upload-usage-file")).isEqualTo(2);
        assertThat(trial.reporter.status().parked()).isOne();

        trial.records.get(1).put("asset_id", good);
        trial.reportByHand("2026-02");
        assertThat(statuses()).containsExactly("pending", "pending");
        assertThat(calls("upload-usage-file")).isEqualTo(3);
        assertThat(trial.reporter.status().parked()).isZero();
        acceptsNothingTwice();
    }

    @Test
    void a_platform_that_does_not_check_again_gets_the_file_again_and_the_others_go_on() {
        startWithTestAssets(Variation.USAGE_IS_NOT_REPROCESSED);
        trial.record(
                "r-1", trial.sandbox.asset().contract(FIRST).environment("test").create());
        trial.report("2026-02");
        trial.record("r-2", asset(SECOND));

        UsageSummary summary = trial.reportByHand("2026-02");

        assertThat(summary.failure()).isNull();
        assertThat(calls("upload-usage-file")).isEqualTo(3);
        assertThat(statuses()).containsExactly("invalid", "pending");
        assertThat(states()).containsExactlyInAnyOrder(UsageFile.State.INVALID, UsageFile.State.SUBMITTED);
    }

    @Test
    void a_product_without_usage_keeps_no_other_from_being_reported() {
        trial = new UsageTrial(
                folder,
                Sandbox.builder()
                        .seed(seeding -> seeding.product("PRD-900-900-900", "No usage")
                                .usageSchema(null)
                                .create()),
                options -> with(options, List.of("PRD-100-200-300", "PRD-900-900-900"), options.environments(), 1000));
        trial.record("r-1", asset(FIRST));

        UsageSummary summary = trial.report("2026-02");

        assertThat(statuses()).containsExactly("pending");
        assertThat(summary.failure()).contains("PRD-900-900-900 has no pay-as-you-go schema");
        assertThat(trial.ledger.usage().periods())
                .extracting(UsagePeriod::product, UsagePeriod::state)
                .containsExactlyInAnyOrder(
                        tuple("PRD-100-200-300", UsagePeriod.State.SENT),
                        tuple("PRD-900-900-900", UsagePeriod.State.OPEN));
    }

    @Test
    void a_month_is_divided_into_files_of_so_many_records_and_a_late_one_is_a_further_file() {
        trial = new UsageTrial(
                folder, sandbox(), options -> with(options, options.products(), options.environments(), 2));
        String asset = asset(FIRST);
        for (int i = 1; i <= 5; i++) {
            trial.record("r-" + i, asset);
        }

        trial.report("2026-02");

        assertThat(statuses()).containsExactly("pending", "pending", "pending");
        assertThat(ids(0)).containsExactly("r-1", "r-2");
        assertThat(ids(1)).containsExactly("r-3", "r-4");
        assertThat(ids(2)).containsExactly("r-5");
        trial.record("r-0", asset);
        trial.reportByHand("2026-02");
        assertThat(ids(3)).containsExactly("r-0");
        acceptsNothingTwice();
    }

    @Test
    void a_workbook_that_is_built_again_has_the_same_sheets_byte_for_byte() throws Exception {
        start();
        String asset = asset(FIRST);
        for (int i = 0; i < 20; i++) {
            trial.record("r-" + i, asset).put("category_id", "traffic");
        }
        Path once = preview("once");
        Collections.reverse(trial.records);
        trial.restart();
        Path again = preview("again");
        trial.records.get(3).put("quantity", "7");
        Path other = preview("other");

        assertThat(Workbook.same(once, again)).isTrue();
        assertThat(Workbook.same(once, other)).isFalse();
    }

    private Path preview(String name) {
        return trial.reporter
                .report(new UsageOrder(Period.parse("2026-02"), true, folder.resolve(name), false), trial.source())
                .orElseThrow()
                .files()
                .get(0)
                .workbook();
    }

    @Test
    void a_product_that_is_added_later_leaves_the_bad_records_of_the_others_where_they_are() throws Exception {
        List<String> products = new java.util.ArrayList<>(List.of("PRD-100-200-300"));
        trial = new UsageTrial(folder, sandbox(), options -> with(options, products, options.environments(), 1000));
        String asset = asset(FIRST);
        trial.record("r-1", asset);
        trial.record("r-bad", asset).put("quantity", "-1");
        trial.record("r-twice", asset);
        trial.record("r-twice", asset).put("quantity", "2");
        trial.report("2026-02");
        Path aside = trial.folder().resolve("2026-02/set-aside.csv");
        assertThat(aside).content().contains("r-bad", "r-twice");
        products.add(trial.sandbox.products().get(1));
        trial.restart();
        trial.record(
                "r-2",
                trial.sandbox.asset().product(products.get(1)).contract(FIRST).create());

        UsageSummary summary = trial.report("2026-02");

        assertThat(summary.elsewhere()).isEqualTo(2);
        assertThat(aside).content().contains("r-bad", "r-twice");
        assertThat(statuses()).containsExactly("pending", "pending");
    }

    @Test
    void records_of_assets_that_are_not_there_yet_or_are_suspended_are_set_aside() throws Exception {
        start();
        String processing =
                trial.sandbox.assetOf(trial.sandbox.request("purchase").create().id());
        trial.record("r-1", processing);
        String suspended = trial.sandbox
                .asset()
                .contract(FIRST)
                .since(Instant.parse("2025-01-01T00:00:00Z"))
                .suspended(Instant.parse("2026-01-15T00:00:00Z"))
                .create();
        trial.record("r-2", suspended);

        UsageSummary summary = trial.report("2026-02");

        assertThat(summary.setAside()).isEqualTo(2);
        assertThat(Files.readString(trial.folder().resolve("2026-02/report.csv")))
                .contains("asset_id," + processing + ",names no asset", "was not active: suspended from 2026-01-15");
        assertThat(trial.sandbox.usageFiles()).isEmpty();
    }
}
