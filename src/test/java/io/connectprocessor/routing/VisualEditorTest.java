package io.connectprocessor.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectprocessor.embedded.ConnectProcessor;
import io.connectprocessor.sandbox.Books;
import io.connectprocessor.sandbox.Sandbox;
import io.connectprocessor.sandbox.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Route files that a visual editor has opened and saved do what they did. */
@Timeout(180)
class VisualEditorTest {

    private static final RouteValidator VALIDATOR = new RouteValidator(Trial.keys(), Trial::prepare);
    private static final Pattern EXAMPLE =
            Pattern.compile("```yaml\n(- route:\n    id: ([a-z-]+)\n.*?)```", Pattern.DOTALL);

    @TempDir
    Path temp;

    private Path saved;

    @BeforeEach
    void open_and_save_the_shipped_files() throws IOException {
        saved = Files.createDirectory(temp.resolve("routes"));
        try (Stream<Path> shipped = Files.list(Path.of("routes"))) {
            for (Path file : shipped.toList()) {
                Files.writeString(
                        saved.resolve(file.getFileName()), new VisualEditor().rewritten(Files.readString(file)));
            }
        }
    }

    @Test
    void the_shipped_files_are_as_good_as_before() throws IOException {
        assertThat(Files.readString(saved.resolve("on-purchase.camel.yaml")))
                .doesNotContain("#")
                .contains("parameters:\n", "id: approve-purchase", "expression:")
                .isNotEqualTo(Files.readString(Path.of("routes/on-purchase.camel.yaml")));
        assertThat(VALIDATOR.validate(saved)).isEmpty();
    }

    @Test
    void the_examples_of_the_documents_are_as_good_as_before() throws IOException {
        List<String> ids = new ArrayList<>();
        for (Path page : List.of(Path.of("README.md"), Path.of("docs/recipes.md"), Path.of("docs/usage.md"))) {
            Matcher example = EXAMPLE.matcher(Files.readString(page));
            while (example.find()) {
                Path file = saved.resolve(example.group(2) + ".camel.yaml");
                Files.writeString(file, example.group(1));
                List<String> before = whats(VALIDATOR.validate(saved));
                Files.writeString(file, new VisualEditor().rewritten(example.group(1)));

                assertThat(whats(VALIDATOR.validate(saved)))
                        .as(example.group(2))
                        .isEqualTo(before);
                ids.add(example.group(2));
                Files.deleteIfExists(file);
            }
        }
        assertThat(ids).contains("on-purchase").hasSizeGreaterThan(6);
    }

    /** Without the lines, which are others. */
    private static List<String> whats(List<RouteFinding> findings) {
        return findings.stream()
                .map(finding -> finding.toString().replaceAll(":\\d+ ", " "))
                .sorted()
                .toList();
    }

    @Test
    void a_saved_folder_drains_a_backlog_to_the_same_books() throws Exception {
        Books shipped = drained(Path.of("routes"));
        Books edited = drained(saved);

        assertThat(shipped.count("approved")).isGreaterThanOrEqualTo(44);
        assertThat(shipped.count("revoked")).isEqualTo(1);
        assertThat(shipped.count("failed")).isEqualTo(1);
        assertThat(edited.statuses()).isEqualTo(shipped.statuses());
        assertThat(edited.tierStatuses()).isEqualTo(shipped.tierStatuses());
        assertThat(edited.vendorCalls()).isEqualTo(shipped.vendorCalls());
        assertThat(edited.vendorEffects()).isEqualTo(shipped.vendorEffects());
        assertThat(edited.repeatedVendorEffects()).isEmpty();
        assertThat(edited.doubleActions()).isEmpty();
    }

    private static Books drained(Path routes) throws Exception {
        try (Sandbox sandbox = Sandbox.builder()
                        .seed(Seed.scale(40, 4, 11).and(seeding -> {
                            seeding.purchase().item("DECLINE-ME", "3").pending();
                            seeding.purchase().status("revoking").plant();
                        }))
                        .start();
                DefaultCamelContext context = new DefaultCamelContext()) {
            ConnectProcessor.builder(Map.of(
                            "connect.api-url", sandbox.connectUrl(),
                            "connect.api-key", sandbox.apiKey(),
                            "connect.products", String.join(",", sandbox.products()),
                            "vendor.api-url", sandbox.vendorUrl(),
                            "ledger.url", "jdbc:h2:mem:" + UUID.randomUUID(),
                            "poll.cron", "0/1 * * * * ?"))
                    .onlyRoutes(routes)
                    .build()
                    .addTo(context);
            context.start();
            await().atMost(Duration.ofSeconds(120))
                    .until(() -> sandbox.books().decided().size() == 40 + 4 + 4 + 1 + 1);
            return sandbox.books();
        }
    }
}
