package io.connectprocessor.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.ledger.LedgerException;
import io.connectprocessor.ledger.LedgerOptions;
import io.connectprocessor.sandbox.Sandbox;
import io.connectprocessor.sandbox.SandboxRequest;
import io.connectprocessor.settings.Settings;
import io.connectprocessor.settings.Sources;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessorTest {

    private static final Path HOME = Path.of("/srv/processor");

    private static LedgerOptions options(Map<String, String> more) {
        Map<String, String> keys = new HashMap<>(Map.of(
                "connect.api-key",
                "SU-1:key",
                "connect.products",
                "PRD-1",
                "vendor.api-url",
                "https://vendor.example"));
        keys.putAll(more);
        return Processor.ledgerOptions(Settings.resolve(new Sources(keys, Map.of(), Map.of(), HOME)), HOME);
    }

    @Test
    void opens_the_ledger_as_the_settings_say() {
        LedgerOptions options = options(Map.of(
                "ledger.url", "jdbc:h2:file:./data/other;TRACE_LEVEL_FILE=1",
                "ledger.lease", "9s",
                "ledger.retention", "48h"));

        assertThat(options.url()).isEqualTo("jdbc:h2:file:/srv/processor/data/other;TRACE_LEVEL_FILE=1");
        assertThat(options.lease()).isEqualTo(Duration.ofSeconds(9));
        assertThat(options.renewEvery()).isEqualTo(Duration.ofSeconds(3));
        assertThat(options.retention()).isEqualTo(Duration.ofHours(48));
    }

    @Test
    void keeps_what_is_decided_for_thirty_days_unless_told_otherwise() {
        assertThat(options(Map.of()).retention()).isEqualTo(Duration.ofDays(30));
    }

    @Test
    void leaves_nothing_in_the_jvm_when_it_is_closed(@TempDir Path folder) throws Exception {
        WeakReference<CamelContext> left = contextOfOneThatIsClosed(folder);
        // Camel's simple language remembers the context that it was made for last.
        contextOfOneThatIsClosed(folder);

        await().until(() -> {
            System.gc();
            return left.refersTo(null);
        });
    }

    private static WeakReference<CamelContext> contextOfOneThatIsClosed(Path folder) throws Exception {
        try (Sandbox sandbox = Sandbox.builder().start();
                Processor processor = new Processor(Standalone.settings(folder, sandbox), folder, false)) {
            processor.start();
            return new WeakReference<>(processor.context());
        }
    }

    @Test
    void polls_at_the_start_without_waiting_for_the_schedule(@TempDir Path folder) throws Exception {
        try (Sandbox sandbox = Sandbox.builder().start();
                Processor processor = new Processor(
                        Standalone.settings(folder, sandbox, "poll.cron", "0 59 * * * ?"), folder, false)) {
            SandboxRequest request = sandbox.request("purchase").create();
            processor.start();
            processor.intake().letGo();

            processor.pollNow();

            await().until(() -> request.status().equals("approved"));
        }
    }

    @Test
    void a_ledger_that_is_refused_is_told_in_its_own_words_and_leaves_no_camel_behind(@TempDir Path folder)
            throws Exception {
        LedgerException refused = new LedgerException("refused");
        try (Sandbox sandbox = Sandbox.builder().start();
                Processor processor = new Processor(Standalone.settings(folder, sandbox), folder, false, options -> {
                    throw refused;
                })) {

            assertThatThrownBy(processor::start).isSameAs(refused);

            assertThat(processor.context().isStopped()).isTrue();
        }
    }

    @Test
    void a_start_that_fails_leaves_no_thread_of_the_management_server(@TempDir Path folder) throws Exception {
        Set<Thread> before = vertxThreads();
        try (Sandbox sandbox = Sandbox.builder().start();
                Processor processor = new Processor(
                        Standalone.settings(folder, sandbox, "management.enabled", "true"), folder, false, options -> {
                            await().until(() -> !before.containsAll(vertxThreads()));
                            throw new LedgerException("refused");
                        })) {

            assertThatThrownBy(processor::start).hasMessage("refused");
        }

        await().until(() -> before.containsAll(vertxThreads()));
    }

    private static Set<Thread> vertxThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("vert"))
                .collect(Collectors.toSet());
    }

    @Test
    void a_ledger_that_opens_after_camel_has_failed_is_closed(@TempDir Path folder) throws Exception {
        AtomicBoolean closed = new AtomicBoolean();
        try (Sandbox sandbox = Sandbox.builder().start();
                Processor processor = withBrokenRoutes(folder, sandbox, () -> closing(closed))) {

            assertThatThrownBy(processor::start).hasMessageContaining("no-such-step");

            assertThat(closed).isTrue();
        }
    }

    @Test
    void when_both_fail_the_ledger_comes_first(@TempDir Path folder) throws Exception {
        LedgerException refused = new LedgerException("refused");
        try (Sandbox sandbox = Sandbox.builder().start();
                Processor processor = withBrokenRoutes(folder, sandbox, () -> {
                    throw refused;
                })) {

            assertThatThrownBy(processor::start).isSameAs(refused);
        }
    }

    /** One that this thread will start, and that opens its ledger when Camel has failed already. */
    private static Processor withBrokenRoutes(Path folder, Sandbox sandbox, Supplier<Ledger> ledger)
            throws IOException {
        Thread starting = Thread.currentThread();
        return new Processor(
                Standalone.settings(folder, sandbox, "routes.directory", broken(folder)), folder, false, options -> {
                    await().until(() -> starting.getState() == Thread.State.WAITING);
                    return ledger.get();
                });
    }

    private static String broken(Path folder) throws IOException {
        Path routes = Files.createDirectories(folder.resolve("broken"));
        Files.writeString(routes.resolve("on-purchase.camel.yaml"), """
                - route:
                    id: on-purchase
                    from:
                      uri: direct:on-purchase
                      steps:
                        - no-such-step: {}
                """);
        return routes.toString();
    }

    private static Ledger closing(AtomicBoolean closed) {
        return (Ledger) Proxy.newProxyInstance(
                Ledger.class.getClassLoader(), new Class<?>[] {Ledger.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        closed.set(true);
                    }
                    return null;
                });
    }
}
