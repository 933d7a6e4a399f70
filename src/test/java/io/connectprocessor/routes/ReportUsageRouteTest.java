package io.connectprocessor.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.ledger.UsageFile;
import io.connectprocessor.sandbox.Fault;
import io.connectprocessor.sandbox.SandboxUsageFile;
import io.connectprocessor.usage.Period;
import io.connectprocessor.usage.UsageOrder;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReportUsageRouteTest {

    private static final YearMonth LAST =
            YearMonth.from(Instant.now().atOffset(ZoneOffset.UTC)).minusMonths(1);

    @RegisterExtension
    static final RouteFixture ROUTES = RouteFixture.shipped()
            .with("usage.since", LAST.minusMonths(1).toString())
            .with("usage.closed-for", "0s")
            .with("retry.first-delay", "1ms");

    private static void record(String id, String asset, YearMonth month) {
        ROUTES.sandbox()
                .vendorUsage(id)
                .asset(asset)
                .time(month.atDay(1) + " 00:00:00", month.atEndOfMonth() + " 23:59:59")
                .add();
    }

    private static void report(Object body) {
        try (var template = ROUTES.context().createProducerTemplate()) {
            template.sendBody("direct:report-usage", body);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void reports_the_months_that_are_due_oldest_first_from_the_vendors_pages_and_follows_what_was_sent() {
        String asset =
                ROUTES.sandbox().asset().contract("CRD-10000-20000-30000").create();
        record("r-1", asset, LAST);
        record("r-2", asset, LAST.minusMonths(1));
        ROUTES.sandbox()
                .addFault(Fault.status(503).onVendor().onAction("list-usage").times(1));

        report(null);

        assertThat(ROUTES.sandbox().usageFiles())
                .extracting(SandboxUsageFile::externalId, SandboxUsageFile::status)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(external(LAST.minusMonths(1)), "pending"),
                        org.assertj.core.groups.Tuple.tuple(external(LAST), "pending"));

        ROUTES.sandbox().usageFile(external(LAST)).distributorAccepts();
        report(null);
        assertThat(ROUTES.processor().ledger().usage().files(LAST.toString()))
                .extracting(UsageFile::state)
                .containsExactly(UsageFile.State.ACCEPTED);
        assertThat(ROUTES.sandbox().usageFiles()).hasSize(2);

        record("r-3", asset, LAST);
        report(new UsageOrder(Period.parse(LAST.toString()), true, null, false));
        assertThat(ROUTES.sandbox().usageFiles()).hasSize(3);
    }

    private static String external(YearMonth month) {
        return "PRD-100-200-300.CRD-10000-20000-30000." + month + ".EUR.qt.v1";
    }
}
