package io.connectprocessor.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.journey.Journey.Said;
import io.connectprocessor.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator looks at a month, reports it, repairs what was bad and reports that. */
class UsageJourneyTest {

    @TempDir
    Path folder;

    @Test
    void an_operator_previews_reports_and_repairs_a_month() throws IOException {
        YearMonth last = YearMonth.from(Instant.now().atOffset(ZoneOffset.UTC)).minusMonths(1);
        String start = last.atDay(1) + " 00:00:00";
        String end = last.atEndOfMonth() + " 23:59:59";
        try (Sandbox sandbox = Sandbox.builder().start()) {
            String asset = sandbox.asset().contract("CRD-10000-20000-30000").create();
            sandbox.vendorUsage("r-1")
                    .asset(asset)
                    .quantity("2.5")
                    .time(start, end)
                    .add();
            sandbox.vendorUsage("r-2")
                    .asset(asset)
                    .quantity("-3")
                    .time(start, end)
                    .add();
            Journey journey = new Journey(folder, sandbox);

            Said preview = journey.say("usage", "preview", "--period", last.toString());
            assertThat(preview.code()).isEqualTo(3);
            assertThat(preview.out())
                    .contains("2 records read, 1 to report, 1 set aside")
                    .contains("quantity 2.5");
            assertThat(folder.resolve("usage-preview")).isNotEmptyDirectory();
            assertThat(sandbox.usageFiles()).isEmpty();

            Said report = journey.say("usage", "report", "--period", last.toString());
            assertThat(report.code()).isEqualTo(3);
            assertThat(report.out()).contains("submitted  1 records").contains("report.csv");
            assertThat(journey.say("usage", "status").out()).contains("1 records are set aside");

            Path aside = folder.resolve("data/usage/" + last + "/set-aside.csv");
            Files.writeString(
                    folder.resolve("mine.csv"), Files.readString(aside).replace(",-3,", ",3,"));
            Said repaired = journey.say("usage", "report", "--period", last.toString(), "--from", "mine.csv");
            assertThat(repaired.code()).as(repaired.out() + repaired.err()).isZero();
            assertThat(sandbox.usageFiles())
                    .hasSize(2)
                    .allSatisfy(file -> assertThat(file.status()).isEqualTo("pending"));

            Said again = journey.say("usage", "report", "--period", last.toString(), "--dry-run");
            assertThat(again.code()).isZero();
            assertThat(again.out()).contains("0 to report, 0 set aside, 2 reported before");
        }
    }

    @Test
    void what_is_wrong_with_the_command_line_is_said() throws IOException {
        try (Sandbox sandbox = Sandbox.builder().start()) {
            Journey journey = new Journey(folder, sandbox);

            assertThat(journey.say("usage", "preview", "--period", "October").code())
                    .isEqualTo(2);
            assertThat(journey.say("usage", "report", "--period", "2999-01").err())
                    .contains("2999-01 is not over");
            assertThat(journey.say("usage", "report", "--dry-run").err()).contains("need --period");
        }
    }
}
