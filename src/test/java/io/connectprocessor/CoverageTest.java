package io.connectprocessor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectprocessor.settings.Keys;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** The page of coverage names routes that ship, options and keys that exist, and tests that are run. */
class CoverageTest {

    private static final Path PAGE = Path.of("docs/coverage.md");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /** What the platform documents (OpenAPI 37.0, filters of GET /requests and GET /tier/config-requests, GET /tier/account-requests). */
    private static final List<String> TYPES = List.of(
            "purchase", "change", "suspend", "resume", "cancel", "adjustment", "renew", "transfer", "setup", "update");

    private static final List<String> STATUSES = List.of(
            "draft",
            "tiers_setup",
            "pending",
            "inquiring",
            "approved",
            "failed",
            "scheduled",
            "revoking",
            "revoked",
            "accepted",
            "ignored",
            "unsupported");

    private static final List<String> ACTIONS = List.of(
            "approve",
            "fail",
            "inquire",
            "pend",
            "schedule",
            "revoke",
            "confirm",
            "assign",
            "unassign",
            "accept",
            "ignore");

    private record Row(String section, String what, String route, String option, String test) {
        @Override
        public String toString() {
            return section + ": " + what;
        }
    }

    @Test
    void every_row_names_a_route_that_ships() throws IOException {
        for (Row row : rows()) {
            assertThat(codes(row.route())).as(row.toString()).isNotEmpty();
            for (String stem : codes(row.route())) {
                assertThat(Path.of("routes", stem + ".camel.yaml"))
                        .as(row.toString())
                        .exists();
            }
        }
    }

    @Test
    void every_row_names_an_option_or_a_key_that_exists() throws IOException {
        Set<String> known =
                new HashSet<>(Keys.all().stream().map(key -> key.name()).toList());
        known.addAll(stepsAndOptions());
        for (Row row : rows()) {
            assertThat(codes(row.option())).as(row.toString()).isNotEmpty();
            assertThat(known).as(row.toString()).containsAll(codes(row.option()));
        }
    }

    @Test
    void every_row_names_a_test_that_is_run() throws Exception {
        Set<String> tests = tests();
        for (Row row : rows()) {
            assertThat(codes(row.test())).as(row.toString()).isNotEmpty();
            assertThat(tests).as(row.toString()).containsAll(codes(row.test()));
        }
    }

    @Test
    void every_type_status_and_action_of_the_platform_has_a_row() throws IOException {
        assertThat(firsts("Types")).containsAll(TYPES);
        assertThat(firsts("Statuses")).containsAll(STATUSES);
        assertThat(firsts("Actions")).containsAll(ACTIONS);
        assertThat(rows().stream().filter(row -> row.section().equals("Traps"))).hasSize(15);
    }

    private static List<String> firsts(String section) throws IOException {
        return rows().stream()
                .filter(row -> row.section().equals(section))
                .flatMap(row -> codes(row.what()).stream())
                .toList();
    }

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        String section = "";
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("## ")) {
                section = line.substring(3);
            } else if (line.startsWith("|") && !line.startsWith("| ---") && !line.contains("| route |")) {
                String[] cells = line.split("(?<!\\\\)\\|");
                assertThat(cells).as(line).hasSize(5);
                rows.add(new Row(section, cells[1].strip(), cells[2], cells[3], cells[4]));
            }
        }
        assertThat(rows).hasSizeGreaterThan(60);
        return rows;
    }

    static List<String> codes(String cell) {
        List<String> codes = new ArrayList<>();
        Matcher code = CODE.matcher(cell);
        while (code.find()) {
            codes.add(code.group(1));
        }
        return codes;
    }

    /** {@code connect:approve} and {@code template}, as the generated catalog has them. */
    private static Set<String> stepsAndOptions() throws IOException {
        JsonNode catalog;
        try (var json =
                CoverageTest.class.getResourceAsStream("/META-INF/io/connectprocessor/component/connect.json")) {
            catalog = new ObjectMapper().readTree(json);
        }
        Set<String> known = new HashSet<>();
        catalog.get("properties").fieldNames().forEachRemaining(known::add);
        catalog.at("/properties/action/enum").forEach(action -> known.add("connect:" + action.asText()));
        return known;
    }

    /** {@code OnPurchaseRouteTest.approves_a_purchase…}, inherited ones under the class that runs them. */
    static Set<String> tests() throws IOException, ClassNotFoundException {
        Set<String> tests = new HashSet<>();
        Path classes = Path.of("target/test-classes");
        List<Path> files;
        try (Stream<Path> walk = Files.walk(classes)) {
            files = walk.filter(file -> file.toString().endsWith("Test.class")).toList();
        }
        for (Path file : files) {
            String name = classes.relativize(file).toString().replace('/', '.').replaceAll("\\.class$", "");
            Class<?> type = Class.forName(name, false, CoverageTest.class.getClassLoader());
            if (type.isAnnotationPresent(Disabled.class)) {
                continue;
            }
            for (Class<?> from = type; from != null && from != Object.class; from = from.getSuperclass()) {
                Arrays.stream(from.getDeclaredMethods())
                        .filter(CoverageTest::isRun)
                        .forEach(method -> tests.add(type.getSimpleName() + "." + method.getName()));
            }
        }
        return tests;
    }

    private static boolean isRun(Method method) {
        return !method.isAnnotationPresent(Disabled.class)
                && (method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class));
    }
}
