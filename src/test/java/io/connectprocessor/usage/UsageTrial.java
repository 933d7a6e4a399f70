package io.connectprocessor.usage;

import io.connectprocessor.connect.ConnectClient;
import io.connectprocessor.connect.Json;
import io.connectprocessor.failure.Api;
import io.connectprocessor.http.HttpGateway;
import io.connectprocessor.http.HttpOptions;
import io.connectprocessor.http.SignedLink;
import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.ledger.LedgerOptions;
import io.connectprocessor.ledger.Ledgers;
import io.connectprocessor.ledger.SettableClock;
import io.connectprocessor.ledger.UsageFile;
import io.connectprocessor.ledger.UsageLedger;
import io.connectprocessor.sandbox.Sandbox;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.service.ServiceHelper;

/** A reporter between a sandbox and a ledger, on the second of March 2026, 08:00 UTC; waiting moves the clock instead. */
final class UsageTrial implements AutoCloseable {

    final SettableClock clock = new SettableClock();
    final Sandbox sandbox;
    final List<Map<String, Object>> records = new ArrayList<>();
    private final Path folder;
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final HttpGateway gateway;
    private final UnaryOperator<UsageOptions> options;
    private UnaryOperator<UsageLedger> around = UnaryOperator.identity();
    private String database = "ledger";
    Ledger ledger;
    UsageReporter reporter;
    int waits;

    UsageTrial(Path folder, Sandbox.Builder builder, UnaryOperator<UsageOptions> options) {
        this.folder = folder;
        this.options = options;
        clock.advance(Duration.ofDays(1));
        sandbox = builder.clock(clock).start();
        context.start();
        gateway = new HttpGateway(
                context,
                Api.CONNECT,
                new HttpOptions(
                        URI.create(sandbox.connectUrl()),
                        sandbox.apiKey(),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(20),
                        4,
                        null,
                        "test",
                        0));
        ServiceHelper.startService(gateway);
        restart();
    }

    UsageTrial(Path folder) {
        this(folder, Sandbox.builder(), UnaryOperator.identity());
    }

    /** What comes between the reporter and its ledger from the next {@link #restart} on. */
    void around(UnaryOperator<UsageLedger> wanted) {
        around = wanted;
    }

    /** As if by a new process that has another database. */
    void restartWithoutLedger() {
        database = "other-ledger";
        restart();
    }

    /** As if by a new process. */
    void restart() {
        if (ledger != null) {
            ledger.close();
        }
        ledger = Ledgers.open(LedgerOptions.of("jdbc:h2:file:" + folder.resolve(database))
                .withLease(Duration.ofHours(100))
                .withClock(clock));
        ConnectClient connect = new ConnectClient(gateway, new Json(), clock);
        reporter = new UsageReporter(
                connect,
                around.apply(ledger.usage()),
                options.apply(defaults()),
                clock,
                this::sleep,
                new SignedLink(Duration.ofSeconds(5), Duration.ofSeconds(5), 10_000_000, null));
    }

    private boolean sleep(Duration time) {
        waits++;
        clock.advance(time);
        return true;
    }

    private UsageOptions defaults() {
        return new UsageOptions(
                sandbox.products(),
                List.of(),
                List.of("production"),
                Period.parse("2026-02"),
                Duration.ofHours(24),
                Columns.of("asset.id", null),
                null,
                Map.of("traffic", "Traffic"),
                false,
                false,
                folder.resolve("usage"),
                Duration.ofMinutes(15),
                1_000_000,
                100);
    }

    UsageSource source() {
        return period -> List.copyOf(records).iterator();
    }

    /** A good record of February. */
    Map<String, Object> record(String id, String asset) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("record_id", id);
        record.put("asset_id", asset);
        record.put("mpn", "TRAFFIC");
        record.put("quantity", "1.5");
        record.put("start_time_utc", "2026-02-01 00:00:00");
        record.put("end_time_utc", "2026-02-28 23:59:59");
        records.add(record);
        return record;
    }

    UsageSummary report(String period) {
        return reporter.report(UsageOrder.due(Period.parse(period)), source()).orElseThrow();
    }

    UsageSummary reportByHand(String period) {
        return reporter.report(new UsageOrder(Period.parse(period), true, null, false), source())
                .orElseThrow();
    }

    List<UsageFile> files() {
        return ledger.usage().files(null);
    }

    Path folder() {
        return folder.resolve("usage");
    }

    @Override
    public void close() throws Exception {
        ServiceHelper.stopAndShutdownService(gateway);
        context.close();
        ledger.close();
        sandbox.close();
    }
}
