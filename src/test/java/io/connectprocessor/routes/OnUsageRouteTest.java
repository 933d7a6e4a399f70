package io.connectprocessor.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.usage.SourceRow;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OnUsageRouteTest {

    @RegisterExtension
    static final RouteFixture ROUTES = RouteFixture.shipped();

    private static List<SourceRow> records(String from, String to) {
        List<SourceRow> rows = new ArrayList<>();
        try (var template = ROUTES.context().createProducerTemplate()) {
            Iterator<?> records = (Iterator<?>) template.requestBodyAndHeaders(
                    "direct:on-usage", null, Map.of("ConnectUsageFrom", from, "ConnectUsageTo", to));
            records.forEachRemaining(row -> rows.add((SourceRow) row));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return rows;
    }

    @Test
    void gives_every_record_of_the_month_over_all_pages_with_its_number() {
        String asset = ROUTES.sandbox().asset().create();
        IntStream.rangeClosed(1, 2001)
                .forEach(i -> ROUTES.sandbox()
                        .vendorUsage("r-" + i)
                        .asset(asset)
                        .time("2026-02-01 00:00:00", "2026-02-28 23:59:59")
                        .add());
        ROUTES.sandbox()
                .vendorUsage("march")
                .asset(asset)
                .time("2026-03-01 00:00:00", "2026-03-01 23:59:59")
                .add();

        List<SourceRow> rows = records("2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z");

        assertThat(rows).hasSize(2001);
        assertThat(rows.get(2000).line()).isEqualTo(2001);
        assertThat(rows.get(2000).values().get("record_id")).isEqualTo("r-2001");
    }
}
