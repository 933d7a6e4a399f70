package io.connectprocessor;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.component.ConnectAction;
import io.connectprocessor.settings.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The documents say what the code does. */
class DocumentationTest {

    @Test
    void the_page_of_settings_lists_every_key() throws IOException {
        // After a change of Keys: write what the failure shows into docs/configuration.md.
        assertThat(read("docs/configuration.md")).endsWith(Keys.markdown());
    }

    @Test
    void the_readme_names_every_step_of_the_component() throws IOException {
        String readme = read("README.md");
        List<String> actions = Arrays.stream(ConnectAction.values())
                .map(action -> "`connect:" + action.name() + "`")
                .toList();
        assertThat(readme).contains(actions);
    }

    @Test
    void links_in_the_documents_lead_somewhere() throws IOException {
        for (Path document : documents()) {
            Matcher link = Pattern.compile("]\\((?!https?:)([^)#]+)").matcher(Files.readString(document));
            while (link.find()) {
                Path parent = document.getParent();
                Path target = parent == null ? Path.of(link.group(1)) : parent.resolve(link.group(1));
                assertThat(target).as("linked in " + document).exists();
            }
        }
    }

    @Test
    void every_shipped_route_says_what_it_is_in_one_sentence_and_fits_a_screen() throws IOException {
        try (var files = Files.list(Path.of("routes"))) {
            for (Path file : files.toList()) {
                assertThat(Files.readString(file))
                        .as(file.toString())
                        .containsPattern(
                                "description: \"(Polling Consumer|Splitter|Competing Consumers|Content-Based Router"
                                        + "|Service Activator|Dead Letter Channel): [^\"]+\\.\"");
                assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(60);
            }
        }
    }

    @Test
    void a_purchase_takes_at_most_twenty_lines() throws IOException {
        assertThat(Files.readAllLines(Path.of("routes/on-purchase.camel.yaml"))).hasSizeLessThanOrEqualTo(20);
    }

    @Test
    void the_page_of_tests_shows_a_test_that_runs() throws IOException {
        String test = read("src/test/java/io/connectprocessor/testing/OnPurchaseTest.java");
        assertThat(read("docs/testing.md")).contains("```java\n" + test.substring(test.indexOf("class ")) + "```");
        String method = test.substring(test.indexOf("    @Test"));
        assertThat(method.lines().takeWhile(line -> !line.equals("    }"))).hasSizeLessThanOrEqualTo(10);
    }

    @Test
    void the_gate_runs_the_readmes_test_command() throws IOException {
        assertThat(read("README.md")).contains("mvn verify");
        assertThat(read(".ci/run")).contains("mvn -B -ntp verify");
    }

    private static List<Path> documents() throws IOException {
        try (var pages = Files.walk(Path.of("docs"))) {
            List<Path> documents = new java.util.ArrayList<>(
                    pages.filter(page -> page.toString().endsWith(".md")).toList());
            documents.add(Path.of("README.md"));
            return documents;
        }
    }

    private static String read(String file) throws IOException {
        return Files.readString(Path.of(file));
    }
}
