package io.connectprocessor.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckedRoutesTest {

    @TempDir
    Path home;

    private final Map<String, String> keys =
            new HashMap<>(Map.of("poll.cron", "0/30 * * * * ?", "vendor.api-key", "one"));
    private Path routes;
    private Path route;
    private Path jar;
    private Path file;
    private int checks;

    @BeforeEach
    void plant() throws IOException {
        routes = Files.createDirectory(home.resolve("routes"));
        route = Files.writeString(routes.resolve("on-purchase.camel.yaml"), "- route: {{poll.cron}}");
        jar = Files.writeString(home.resolve("some.jar"), "jar");
        file = home.resolve("data/routes.checked");
    }

    private List<RouteFinding> start(RouteFinding... findings) {
        return new CheckedRoutes(file, keys, List.of(jar)).validate(routes, folder -> {
            checks++;
            return List.of(findings);
        });
    }

    private RouteFinding fault() {
        return new RouteFinding(route, 1, "it is wrong", "correct it");
    }

    @Test
    void checks_the_same_routes_once() {
        assertThat(start()).isEmpty();
        assertThat(start()).isEmpty();

        assertThat(checks).isEqualTo(1);
    }

    @Test
    void checks_routes_with_a_fault_at_each_start() {
        assertThat(start(fault())).containsExactly(fault());
        assertThat(start(fault())).containsExactly(fault());
    }

    @Test
    void tells_a_fault_that_was_put_in_after_a_good_check() throws IOException {
        start();
        Files.writeString(route, "- rout:");

        assertThat(start(fault())).containsExactly(fault());
        assertThat(start(fault())).containsExactly(fault());
    }

    @Test
    void checks_again_after_any_change() throws IOException {
        start();
        Files.writeString(routes.resolve("on-change.camel.yaml"), "- route:");
        start();
        Files.move(route, routes.resolve("on-cancel.camel.yaml"));
        start();
        Files.delete(routes.resolve("on-change.camel.yaml"));
        start();
        keys.put("poll.cron", "0 * * * * ?");
        start();
        Files.writeString(jar, "another");
        start();

        assertThat(checks).isEqualTo(6);
    }

    @Test
    void keeps_nothing_of_a_secret() {
        start();
        keys.put("vendor.api-key", "two");
        start();

        assertThat(checks).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "good", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"})
    void a_file_that_says_something_else_hides_no_fault(String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);

        assertThat(start(fault())).containsExactly(fault());
    }

    @Test
    void a_hash_of_other_routes_hides_no_fault() throws IOException {
        start();
        String ofGood = Files.readString(file);
        Files.writeString(route, "- rout:");
        start(fault());
        Files.writeString(file, ofGood);

        assertThat(start(fault())).containsExactly(fault());
    }

    @Test
    void an_edit_during_the_check_is_checked_at_the_next_start() {
        new CheckedRoutes(file, keys, List.of(jar)).validate(routes, folder -> {
            try {
                Files.writeString(route, "- route: {}");
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            return List.of();
        });
        start();

        assertThat(checks).isEqualTo(1);
    }

    @Test
    void checks_at_each_start_what_depends_on_the_environment() throws IOException {
        Files.writeString(route, "- route: {{env:HOME}}");
        start();
        start();

        assertThat(checks).isEqualTo(2);
    }

    @Test
    void checks_at_each_start_when_the_program_is_a_folder_of_classes() {
        jar = home;
        start();
        start();

        assertThat(checks).isEqualTo(2);
    }

    @Test
    void starts_where_nothing_can_be_written() throws IOException {
        Files.writeString(home.resolve("data"), "a file where the folder would be");

        assertThat(start()).isEmpty();
        assertThat(start()).isEmpty();
        assertThat(checks).isEqualTo(2);
    }
}
