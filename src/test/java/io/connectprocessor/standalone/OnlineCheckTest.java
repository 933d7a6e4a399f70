package io.connectprocessor.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.sandbox.Fault;
import io.connectprocessor.sandbox.Sandbox;
import io.connectprocessor.standalone.OnlineFinding.Result;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnlineCheckTest {

    @TempDir
    private Path folder;

    private OnlineFinding clock(Sandbox sandbox, Clock ours) throws Exception {
        return new OnlineCheck(Standalone.settings(folder, sandbox), ours)
                .run().stream()
                        .filter(finding -> finding.check().equals("clock"))
                        .findFirst()
                        .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "0, OK, within 60 s of Connect's",
        "-30, OK, within 60 s of Connect's",
        "3600, FINDING, s ahead of Connect",
        "-3600, FINDING, s behind Connect"
    })
    void a_clock_that_is_more_than_a_minute_off_is_a_finding(long seconds, Result result, String said)
            throws Exception {
        try (Sandbox sandbox = Sandbox.builder().start()) {
            OnlineFinding clock = clock(sandbox, Clock.offset(Clock.systemUTC(), Duration.ofSeconds(seconds)));

            assertThat(clock.result()).isEqualTo(result);
            assertThat(clock.what()).contains(said);
        }
    }

    @Test
    void a_platform_that_answers_nothing_but_503_is_away() throws Exception {
        try (Sandbox sandbox =
                Sandbox.builder().fault(Fault.status(503).onConnect()).start()) {
            assertThat(new OnlineCheck(Standalone.settings(folder, sandbox), Clock.systemUTC()).run())
                    .extracting(OnlineFinding::check, OnlineFinding::result)
                    .contains(
                            org.assertj.core.groups.Tuple.tuple("key", Result.SKIPPED),
                            org.assertj.core.groups.Tuple.tuple("list requests", Result.AWAY),
                            org.assertj.core.groups.Tuple.tuple("read PRD-100-200-300", Result.AWAY),
                            org.assertj.core.groups.Tuple.tuple("clock", Result.SKIPPED),
                            org.assertj.core.groups.Tuple.tuple("vendor can be reached", Result.OK));
        }
    }

    @Test
    void a_key_that_is_allowed_nothing_is_refused() throws Exception {
        try (Sandbox sandbox =
                Sandbox.builder().fault(Fault.status(403).onConnect()).start()) {
            assertThat(new OnlineCheck(Standalone.settings(folder, sandbox), Clock.systemUTC()).run())
                    .filteredOn(finding -> finding.check().equals("key"))
                    .singleElement()
                    .satisfies(key -> {
                        assertThat(key.result()).isEqualTo(Result.REFUSED);
                        assertThat(key.what()).isEqualTo("Connect answers 403 to all that was asked");
                        assertThat(key.advice()).contains("connect.api-key");
                    });
        }
    }

    @Test
    void a_key_without_the_right_to_tier_account_requests_is_a_finding_that_names_the_setting() throws Exception {
        try (Sandbox sandbox = Sandbox.builder()
                .fault(Fault.status(403).onConnect().onAction("list-account-requests"))
                .start()) {
            assertThat(new OnlineCheck(Standalone.settings(folder, sandbox), Clock.systemUTC()).run())
                    .filteredOn(finding -> finding.check().equals("list tier account requests"))
                    .singleElement()
                    .satisfies(right -> {
                        assertThat(right.result()).isEqualTo(Result.FINDING);
                        assertThat(right.what()).contains("403");
                        assertThat(right.advice()).contains("process.types");
                    });
        }
    }

    /** Every template that the product may need is looked up, in each marketplace and for each type, and all that are wrong are told at once. */
    @Test
    void templates_that_are_narrowed_are_looked_up_for_the_products_that_they_apply_to() throws Exception {
        try (Sandbox sandbox = Sandbox.builder().start()) {
            List<OnlineFinding> found = new OnlineCheck(
                            Standalone.settings(
                                    folder,
                                    sandbox,
                                    "connect.template.activation.change",
                                    "Gone",
                                    "product.PRD-100-200-300.connect.template.activation.change",
                                    "Default Activation Template",
                                    "product.PRD-100-200-300.marketplace.MP-00001.connect.template.activation",
                                    "Nowhere",
                                    "connect.template.inquire",
                                    "Default Inquire Template",
                                    "connect.template.tier.tier2",
                                    "No Such Tier"),
                            Clock.systemUTC())
                    .run();

            assertThat(found)
                    .filteredOn(finding -> finding.check().equals("templates of PRD-100-200-300"))
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.result()).isEqualTo(Result.FINDING);
                        assertThat(finding.what().lines())
                                .hasSize(2)
                                .anySatisfy(line -> assertThat(line)
                                        .startsWith(
                                                "product.PRD-100-200-300.marketplace.MP-00001.connect.template.activation:")
                                        .contains("\"Nowhere\""))
                                .anySatisfy(line -> assertThat(line)
                                        .startsWith("connect.template.tier.tier2:")
                                        .contains("scope tier2"));
                    });
        }
    }
}
