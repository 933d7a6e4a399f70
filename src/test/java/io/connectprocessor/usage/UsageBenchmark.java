package io.connectprocessor.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.connectprocessor.connect.ConnectClient;
import io.connectprocessor.connect.Json;
import io.connectprocessor.failure.Api;
import io.connectprocessor.http.HttpGateway;
import io.connectprocessor.http.HttpOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.service.ServiceHelper;
import org.junit.jupiter.api.Test;

/**
 * Reads, checks, sorts, writes and uploads 10^4, 10^5 and 10^6 records of eight groups, each number in a JVM of its own with a heap of 256 MB.
 * {@code mvn -q test -Dtest=UsageBenchmark}; {@code -Dusage.records=10000} runs one number.
 */
class UsageBenchmark {

    private static final Period FEBRUARY = Period.parse("2026-02");

    @Test
    void prints_records_a_second_and_peak_memory() throws Exception {
        String only = System.getProperty("usage.records");
        System.out.printf("%10s %12s %12s %12s %10s%n", "records", "seconds", "records/s", "heap MB", "upload MB");
        for (int records : only == null ? new int[] {10_000, 100_000, 1_000_000} : new int[] {Integer.parseInt(only)}) {
            Process child = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            UsageBenchmark.class.getName(),
                            String.valueOf(records))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            System.out.print(new String(child.getInputStream().readAllBytes())
                    .lines()
                    .filter(line -> line.matches("[ 0-9.]+"))
                    .reduce("", (a, b) -> a + b + System.lineSeparator()));
            assertThat(child.waitFor()).isZero();
        }
    }

    public static void main(String[] args) throws Exception {
        int records = Integer.parseInt(args[0]);
        Path folder = Files.createTempDirectory("usage-benchmark");
        long start = System.nanoTime();
        long uploaded = run(records, folder);
        double seconds = (System.nanoTime() - start) / 1e9;
        long peak = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(java.lang.management.MemoryUsage::getUsed)
                .sum();
        System.out.printf(
                "%10d %12.2f %12.0f %12d %10.1f%n", records, seconds, records / seconds, peak >> 20, uploaded / 1e6);
        PrivateFiles.deleteAll(folder);
        System.exit(0);
    }

    private static long run(int records, Path folder) throws Exception {
        UsageProduct product = UsageProduct.of(
                "PRD-1",
                UsageSchema.PR,
                false,
                false,
                java.util.Set.of(),
                List.of(new UsageItem("PRD-1-1", "L-1", "TRAFFIC", 4, true)));
        Map<String, UsageProduct> products = Map.of("PRD-1", product);
        Assets assets = new Assets();
        IntStream.range(0, 10_000)
                .forEach(i -> assets.add(new UsageAsset(
                        "AS-" + i, "PRD-1", "CRD-" + i % 4, i % 8 < 4 ? "EUR" : "USD", null, List.of())));
        Columns columns = Columns.of("asset.id", null);
        UsageOptions options = new UsageOptions(
                List.of("PRD-1"),
                List.of(),
                List.of("production"),
                null,
                Duration.ZERO,
                columns,
                null,
                Map.of(),
                false,
                false,
                folder,
                Duration.ZERO,
                1_000_000,
                100);
        long[] uploaded = new long[1];
        try (Collection collection = new Collection(
                FEBRUARY,
                products,
                products.keySet(),
                new RowCheck(FEBRUARY, products, assets, options),
                columns,
                Map.of(),
                new SetAside(folder.resolve("2026-02"), columns, List.of()),
                UsageProgress.SILENT,
                Files.createDirectory(folder.resolve("work")))) {
            collection.read(source(records), new CsvRows(List.of(), ',', java.nio.charset.StandardCharsets.UTF_8));
            assertThat(collection.groups()).hasSize(8);
            assertThat(collection.setAside()).isZero();
            upload(collection, product, folder.resolve("usage.xlsx"), uploaded);
        }
        return uploaded[0];
    }

    /** In an order that is not the sorted one. */
    private static Iterator<Map<String, Object>> source(int records) {
        return IntStream.range(0, records)
                .mapToObj(i -> Map.<String, Object>of(
                        "record_id", "record-%08x".formatted(Integer.reverse(i)),
                        "asset_id", "AS-" + i % 10_000,
                        "mpn", "TRAFFIC",
                        "quantity", "%d.%04d".formatted(i % 1000, i % 10_000),
                        "amount", "12.5",
                        "start_time_utc", "2026-02-01 00:00:00",
                        "end_time_utc", "2026-02-28 23:59:59"))
                .iterator();
    }

    private static void upload(Collection collection, UsageProduct product, Path workbook, long[] uploaded)
            throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", call -> {
            uploaded[0] += call.getRequestBody().transferTo(OutputStream.nullOutputStream());
            call.sendResponseHeaders(200, 2);
            call.getResponseBody().write("{}".getBytes());
            call.close();
        });
        server.start();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            HttpGateway gateway = new HttpGateway(
                    context,
                    Api.CONNECT,
                    new HttpOptions(
                            URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                            null,
                            Duration.ofSeconds(5),
                            Duration.ofSeconds(30),
                            4,
                            null,
                            "benchmark",
                            0));
            ServiceHelper.startService(gateway);
            ConnectClient connect = new ConnectClient(gateway, new Json(), Clock.systemUTC());
            for (GroupFile group : collection.groups()) {
                deliver(connect, group, product, workbook);
            }
            ServiceHelper.stopAndShutdownService(gateway);
        } finally {
            server.stop(0);
        }
    }

    private static void deliver(ConnectClient connect, GroupFile group, UsageProduct product, Path workbook)
            throws IOException {
        new Workbook(group, product, Map.of()).write(workbook, 0, group.records());
        connect.uploadUsageFile("UF-1", workbook, "usage.xlsx");
    }
}
