package io.connectprocessor.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RouteValidatorTest {

    private static final RouteValidator VALIDATOR = new RouteValidator(Trial.keys(), Trial::prepare);
    private static final String BEFORE =
            "- route:\n    id: on-x\n    description: d\n    from:\n      uri: direct:on-x\n      steps:\n";

    @TempDir
    Path temp;

    private Path routes;

    @BeforeEach
    void copy_the_shipped_files() throws IOException {
        routes = Files.createDirectory(temp.resolve("routes"));
        try (Stream<Path> shipped = Files.list(Path.of("routes"))) {
            for (Path file : shipped.toList()) {
                Files.copy(file, routes.resolve(file.getFileName()));
            }
        }
    }

    private List<String> findings() {
        return VALIDATOR.validate(routes).stream()
                .map(finding -> finding.toString().replace(temp + "/", ""))
                .toList();
    }

    private void write(String stem, String text) throws IOException {
        Files.writeString(file(stem), text);
    }

    private Path file(String stem) {
        return routes.resolve(stem + ".camel.yaml");
    }

    private void edit(String stem, String old, String with) throws IOException {
        String text = Files.readString(file(stem));
        assertThat(text).contains(old);
        write(stem, text.replace(old, with));
    }

    @Test
    void the_shipped_routes_have_no_findings() {
        assertThat(VALIDATOR.validate(Path.of("routes"))).isEmpty();
    }

    /** Steps below {@code from} of on-x; the first stands in line 7. */
    static Stream<Arguments> steps() {
        return Stream.of(
                Arguments.of("- tow: direct:poll", 7, "unknown property `tow` in steps", "did you mean to?"),
                Arguments.of(
                        "- to: { uri: connect:get, paramters: {} }",
                        7,
                        "unknown property `paramters` in to",
                        "did you mean parameters?"),
                Arguments.of("- setHeader: { constant: a }", 7, "setHeader has no `name`", "add it"),
                Arguments.of("- to: { id: a }", 7, "to has no `uri`", "add it"),
                Arguments.of("- to: 5", 7, "to is of type integer", "put it in quotes"),
                Arguments.of("- setBody: { constant: 0 }", 7, "constant is of type integer", "put it in quotes"),
                Arguments.of("- filter: { steps: [] }", 7, "filter has no expression", "simple:"),
                Arguments.of(
                        "- choice:\n    when:\n      - steps: []\n    otherwise: { steps: [] }",
                        9,
                        "when has no expression",
                        "simple:"),
                Arguments.of(
                        "- to: { uri: connect:get, parameters: [ a ] }",
                        7,
                        "parameters is of type array",
                        "name: value"),
                Arguments.of("- choice:", 7, "choice is empty", "finish what was begun"),
                Arguments.of(
                        "- to: { uri: direct:poll, pattern: InOot }",
                        7,
                        "\"InOot\" is not a value of pattern",
                        "InOut"),
                Arguments.of("- to: direct:pol", 7, "no route listens on direct:pol", "did you mean direct:poll?"),
                Arguments.of(
                        "- toD: direct:nowhere-at-all",
                        7,
                        "no route listens on direct:nowhere-at-all",
                        "add nowhere-at-all.camel.yaml"),
                Arguments.of(
                        "- enrich: { constant: \"direct:pol\" }",
                        7,
                        "no route listens on direct:pol",
                        "did you mean direct:poll?"),
                Arguments.of("- to: conect:get", 7, "there is no component conect:", "did you mean connect?"),
                Arguments.of("- to: connect:aprove", 7, "there is no connect:aprove", "did you mean connect:approve?"),
                Arguments.of("- to: connect:vendor", 7, "connect:vendor has no step", "add step to its parameters:"),
                Arguments.of(
                        "- to: { uri: connect:vendor, parameters: { step: s } }",
                        7,
                        "connect:vendor has no path",
                        "add path"),
                Arguments.of("- to: connect:ignore", 7, "connect:ignore has no reason", "add reason"),
                Arguments.of(
                        "- to: { uri: connect:approve, parameters: { template: '' } }",
                        7,
                        "connect:approve has a blank template",
                        "leave template out"),
                Arguments.of(
                        "- setBody: { simple: '${exchangeProperty.ConnectSettings[acme.regoin]}' }",
                        7,
                        "ConnectSettings[acme.regoin] has no value for any product",
                        "did you mean acme.region?"),
                Arguments.of("- to: connect:fail", 7, "connect:fail has no reason", "add reason"),
                Arguments.of(
                        "- to:\n    uri: connect:approve\n    parameters:\n      tempalte: TL-1\n      template: TL-1",
                        10,
                        "connect:approve has no option tempalte",
                        "did you mean template?"),
                Arguments.of(
                        "- to:\n    uri: connect:vendor\n    parameters:\n      step: s\n      path: /p\n      method: PSOT",
                        12,
                        "\"PSOT\" is not a value of method",
                        "did you mean POST?"),
                Arguments.of(
                        "- to: { uri: connect:later, parameters: { delay: abc } }",
                        7,
                        "\"abc\" is not a value of delay",
                        "15m"),
                Arguments.of(
                        "- to: { uri: connect:list, parameters: { filter: \"eq(stauts,pending)\" } }",
                        7,
                        "filter, column 4:",
                        "status"),
                Arguments.of(
                        "- to: { uri: connect:vendor, parameters: { step: s, path: /p, accept: sometimes } }",
                        7,
                        "\"sometimes\" in accept",
                        "correct the option"),
                Arguments.of(
                        "- to: { uri: connect:vendor, parameters: { step: s, path: /a } }\n- to: { uri: connect:vendor, parameters: { step: s, path: /b } }",
                        8,
                        "the step s has the name of the one in line 7",
                        "a name of its own"),
                Arguments.of(
                        "- to: \"direct:poll?blok=true\"", 7, "direct:poll has no option blok", "did you mean block?"),
                Arguments.of(
                        "- to: \"direct:poll?block=maybe\"", 7, "\"maybe\" is not a value of block", "true or false"),
                Arguments.of(
                        "- to: \"direct:poll?timeout=soon\"",
                        7,
                        "\"soon\" is not a value of timeout",
                        "a whole number"),
                Arguments.of("- to: quartz:a/b", 7, "quartz: can stand in from only", "-trigger"),
                Arguments.of("- to: kafka:topic", 7, "the component kafka: is not on the class path", "lib/"),
                Arguments.of(
                        "- to: \"{{vendor.api-url}}?httpMethd=POST\"",
                        7,
                        "has no option httpMethd",
                        "did you mean httpMethod?"),
                Arguments.of(
                        "- to: { uri: \"http:{{vendor.api-url}}\", parameters: { authPassword: abc } }",
                        7,
                        "holds a secret",
                        "define a key"),
                Arguments.of("- to: https://api.example.com/x", 7, "the uri names its host", "define a key"),
                Arguments.of(
                        "- setBody: { simple: \"{{vendor.api-ulr}}\" }",
                        7,
                        "the key {{vendor.api-ulr}} has no value",
                        "did you mean vendor.api-url?"),
                Arguments.of(
                        "- log: \"{{env:NO_SUCH_VARIABLE}}\"",
                        7,
                        "{{env:NO_SUCH_VARIABLE}} has no value",
                        "set the environment variable"),
                Arguments.of(
                        "- choice:\n    when:\n      - simple: \"${body}\"\n        steps:\n          - to: connect:get",
                        7,
                        "the choice has no otherwise",
                        "add otherwise:"),
                Arguments.of("- wireTap: direct:poll", 7, "wireTap sends a copy", "to: direct:"),
                Arguments.of("- wireTap: { uri: direct:poll }", 7, "wireTap sends a copy", "to: direct:"),
                Arguments.of(
                        "- threads: { poolSize: 2, steps: [] }", 7, "threads goes on with the request", "remove it"),
                Arguments.of("- to: seda:x", 7, "seda: goes on with the request", "remove it"),
                Arguments.of(
                        "- split: { simple: \"${body}\", parallelProcessing: true, steps: [] }",
                        7,
                        "parallelProcessing goes on",
                        "remove it"),
                Arguments.of("- toD: \"connect:${header.action}\"", 7, "toD builds its uri from data", "in a choice"),
                Arguments.of(
                        "- toD: { uri: connect:later, parameters: { delay: \"${header.a}\" } }",
                        7,
                        "toD builds its uri from data",
                        "in a choice"),
                Arguments.of("- recipientList: { header: a }", 7, "recipientList takes its uri from data", "constant:"),
                Arguments.of(
                        "- routingSlip: { simple: \"${header.a}\" }",
                        7,
                        "routingSlip takes its uri from data",
                        "constant:"),
                Arguments.of(
                        "- dynamicRouter: { method: { ref: a } }",
                        7,
                        "dynamicRouter takes its uri from data",
                        "constant:"),
                Arguments.of(
                        "- enrich: { expression: { simple: \"direct:${body}\" } }",
                        7,
                        "enrich takes its uri from data",
                        "constant:"),
                Arguments.of(
                        "- pollEnrich: { simple: \"file:${body}\" }",
                        7,
                        "pollEnrich takes its uri from data",
                        "constant:"),
                Arguments.of(
                        "- to: \"connect:fail?reason=${body}\"", 7, "${…} in a uri is not evaluated", "parameters:"),
                Arguments.of("- setBody: { simple: \"${bdoy}\" }", 7, "the expression does not parse", "bdoy"),
                Arguments.of("- log: \"${body\"", 7, "the expression does not parse", "Simple"),
                Arguments.of(
                        "- to:\n    uri: connect:update\n    parameters:\n      params: \"a=${bdoy}\"",
                        10,
                        "the expression does not parse",
                        "bdoy"),
                Arguments.of(
                        "- to: connect:get\n- to: { uri: connect:update, parameters: { params: \"a\" } }",
                        8,
                        "\"a\" is not an assignment",
                        "correct"),
                Arguments.of("- bean: { ref: noSuchBean }", 7, "Camel cannot build the route", "noSuchBean"),
                Arguments.of("- to: connect:get\n  to: connect:get", 8, "to is given twice", "keep one"),
                Arguments.of("- setBody: &a { constant: x }\n- setBody: *a", 7, "an alias repeats", "write it out"),
                Arguments.of("- doTry: { steps: [], onException: {} }", 7, "onException hides failures", "doTry"),
                Arguments.of("\t- to: connect:get", 7, "this is not YAML", "indent by spaces"),
                Arguments.of("- to: { uri: \"connect:get", 8, "this is not YAML", "close quotes"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("steps")
    void names_file_line_and_advice_for_a_step(String step, int line, String what, String advice) throws IOException {
        write("on-x", BEFORE + step.indent(8));

        assertThat(findings())
                .anySatisfy(finding -> assertThat(finding)
                        .startsWith("routes/on-x.camel.yaml:" + line + "  ")
                        .contains(what, advice, "  -> "));
    }

    static Stream<String> good_steps() {
        return Stream.of(
                "- doTry: { steps: [ { to: connect:get } ], doCatch: [ { exception: [ java.lang.Exception ], steps: [] } ] }",
                "- log: \"{{?no.such.key}} {{no.such.key:default}} {{env:NO_SUCH_VARIABLE:x}} {{poll.cron}}\"",
                "- toD: direct:poll",
                "- enrich: { constant: \"direct:poll\" }",
                "- to: { uri: \"{{vendor.api-url}}/a\", parameters: { q: 1 } }",
                "- split: { simple: \"${body}\", parallelProcessing: false, steps: [ { to: connect:get } ] }");
    }

    @ParameterizedTest
    @MethodSource("good_steps")
    void lets_pass(String step) throws IOException {
        write("on-x", BEFORE + step.indent(8));

        assertThat(findings()).isEmpty();
    }

    /** Whole files of one name. */
    static Stream<Arguments> files() {
        String end = "    from:\n      uri: direct:on-x\n      steps:\n        - to: connect:get\n";
        return Stream.of(
                Arguments.of("on-x", "", 1, "the file is empty", "delete the file"),
                Arguments.of("on-x", "# later\n", 1, "the file is empty", "delete the file"),
                Arguments.of("on-x", "---\n", 1, "the file is empty", "delete the file"),
                Arguments.of("on-x", "[]", 1, "there is no route in the file", "- route:"),
                Arguments.of("on-x", "route: {}", 1, "not a list of routes", "- route:"),
                Arguments.of(
                        "on-x",
                        "- route:\n    id: on-x\n    description: d\n    from:\n",
                        4,
                        "from is empty",
                        "finish"),
                Arguments.of("on-x", "- route:\n    id: on-x\n    descri", 3, "this is not YAML", "finish"),
                Arguments.of(
                        "on-x",
                        "- route:\n    id: on-y\n    description: d\n" + end,
                        2,
                        "is called on-y",
                        "write id: on-x"),
                Arguments.of("on-x", "- route:\n    description: d\n" + end, 1, "the route has no id", "add id: on-x"),
                Arguments.of("on-x", "- from: { uri: direct:on-x, steps: [] }", 1, "a route without an id", "id: on-x"),
                Arguments.of(
                        "on-x",
                        "- route:\n    id: on-x\n    description: d\n    errorHandler: { noErrorHandler: {} }\n" + end,
                        4,
                        "errorHandler hides failures",
                        "remove it"),
                Arguments.of(
                        "on-x",
                        "- routeConfiguration: { id: mine }\n- route:\n    id: on-x\n    description: d\n" + end,
                        1,
                        "routeConfiguration hides failures",
                        "remove it"),
                Arguments.of(
                        "on-x",
                        "- route:\n    id: on-x\n    description: d\n    routeConfigurationId: error-policy\n" + end,
                        4,
                        "routeConfigurationId belongs to process-request alone",
                        "remove it"),
                Arguments.of(
                        "on-x",
                        "- route:\n    id: on-x\n    description: d\n    from: { uri: direct:poll, steps: [] }\n",
                        4,
                        "the route listens on direct:poll",
                        "write uri: direct:on-x"),
                Arguments.of(
                        "vendor-x",
                        "- route:\n    id: vendor-x\n    description: d\n    from: { uri: direct:poll, steps: [] }\n",
                        4,
                        "two routes listen on direct:poll",
                        "poll.camel.yaml:4"),
                Arguments.of(
                        "x-trigger",
                        "- route:\n    id: x-trigger\n    description: d\n    from: { uri: direct:x, steps: [] }\n",
                        4,
                        "the trigger listens on direct:x",
                        "a schedule or a queue"),
                Arguments.of(
                        "x-trigger",
                        "- route:\n    id: x-trigger\n    description: d\n    from: { uri: connect:list, steps: [] }\n",
                        4,
                        "connect: cannot stand in from",
                        "a schedule"),
                Arguments.of(
                        "x-trigger",
                        "- route:\n    id: x-trigger\n    description: d\n    from:\n      uri: quartz:a/b\n      parameters: { cron: sometimes }\n      steps: []\n",
                        5,
                        "quartz:a/b does not take its options",
                        "correct the option"),
                Arguments.of(
                        "on-tier-account-request",
                        "- route:\n    id: on-tier-account-request\n    description: d\n    from:\n      uri: direct:on-tier-account-request\n      steps:\n        - to: { uri: \"connect:approve\", parameters: { template: T } }\n",
                        7,
                        "connect:approve does not fit a tier account request",
                        "connect:accept or connect:ignore"),
                Arguments.of(
                        "on-cancel",
                        "- route:\n    id: on-cancel\n    description: d\n    from:\n      uri: direct:on-cancel\n      steps:\n        - to: connect:accept\n",
                        7,
                        "connect:accept fits tier account requests alone",
                        "write connect:approve or connect:fail"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("files")
    void names_file_line_and_advice_for_a_file(String stem, String text, int line, String what, String advice)
            throws IOException {
        write(stem, text);

        assertThat(findings())
                .anySatisfy(finding -> assertThat(finding)
                        .startsWith("routes/" + stem + ".camel.yaml:" + line + "  ")
                        .contains(what, advice, "  -> "));
    }

    static Stream<Arguments> policies() {
        return Stream.of(
                Arguments.of(
                        "dead-letter",
                        "noErrorHandler: {}",
                        "defaultErrorHandler: {}",
                        1,
                        "sets noErrorHandler",
                        "add - routeConfiguration"),
                Arguments.of(
                        "dead-letter",
                        "id: error-policy",
                        "id: policy",
                        1,
                        "no routeConfiguration with id: error-policy",
                        "java.lang.Throwable"),
                Arguments.of(
                        "dead-letter",
                        "java.lang.Throwable",
                        "java.io.IOException",
                        5,
                        "does not handle java.lang.Throwable",
                        "onException"),
                Arguments.of(
                        "dead-letter",
                        "          handled:\n",
                        "          redeliveryPolicy: { maximumRedeliveries: \"3\" }\n          handled:\n",
                        13,
                        "redeliveryPolicy repeats a step",
                        "connect:retry"),
                Arguments.of(
                        "process-request",
                        "    routeConfigurationId: error-policy\n",
                        "",
                        1,
                        "does not name the error policy",
                        "write routeConfigurationId"),
                Arguments.of(
                        "process-request",
                        "routeConfigurationId: error-policy",
                        "routeConfigurationId: policy",
                        5,
                        "does not name the error policy",
                        "write routeConfigurationId"));
    }

    @ParameterizedTest(name = "{1} -> {2}")
    @MethodSource("policies")
    void names_what_is_missing_of_the_error_policy(
            String stem, String old, String with, int line, String what, String advice) throws IOException {
        edit(stem, old, with);

        assertThat(findings())
                .anySatisfy(finding -> assertThat(finding)
                        .startsWith("routes/" + stem + ".camel.yaml:" + line + "  ")
                        .contains(what, advice));
    }

    @Test
    void misses_the_error_policy_when_its_file_is_gone() throws IOException {
        Files.delete(file("dead-letter"));

        assertThat(findings())
                .anySatisfy(finding -> assertThat(finding)
                        .startsWith("routes/process-request.camel.yaml:5  no file defines error-policy"));
    }

    @Test
    void two_steps_of_one_id_are_found_across_files_because_camel_refuses_them() throws IOException {
        write("on-x", BEFORE + "        - to: { id: create-subscription, uri: connect:get }\n");

        assertThat(findings())
                .containsExactly(
                        "routes/on-x.camel.yaml:7  two things have the id create-subscription  -> rename this one; the other is in on-purchase.camel.yaml:7");
    }

    @Test
    void all_findings_of_all_files_come_at_once() throws IOException {
        edit("on-cancel", "approve-cancel, uri: \"connect:approve\"", "approve-cancel, uri: \"connect:aprove\"");
        edit("on-purchase", "steps: # EDIT HERE", "stpes:");
        write("on-x", BEFORE + "        - to: direct:nowhere\n        - to: { id: a, uri: connect:fail }\n");

        assertThat(findings())
                .anyMatch(finding -> finding.startsWith("routes/on-cancel.camel.yaml:9"))
                .anyMatch(finding -> finding.startsWith("routes/on-purchase.camel.yaml:6"))
                .anyMatch(finding -> finding.startsWith("routes/on-x.camel.yaml:7"))
                .anyMatch(finding -> finding.startsWith("routes/on-x.camel.yaml:8"));
    }

    @Test
    void an_unreadable_file_is_not_blamed_on_its_callers() throws IOException {
        write("poll", "- route: {");

        assertThat(findings()).hasSize(1).allMatch(finding -> finding.startsWith("routes/poll.camel.yaml:1"));
    }

    @Test
    void one_misspelling_gives_one_finding() throws IOException {
        edit("on-purchase", "parameters: { params: ", "paramters: { params: ");

        assertThat(findings())
                .singleElement()
                .asString()
                .startsWith("routes/on-purchase.camel.yaml:16  unknown property `paramters` in to");
    }

    @Test
    void a_number_in_the_place_of_a_text_gives_one_finding() throws IOException {
        write("on-x", BEFORE + "        - setBody: { constant: 0 }\n");

        assertThat(findings()).hasSize(1);
    }

    @Test
    void a_half_written_file_is_not_blamed_on_its_callers() throws IOException {
        write("poll", "- route:\n    id: poll\n    description: d\n    from:\n");

        assertThat(findings()).singleElement().asString().startsWith("routes/poll.camel.yaml:4  from is empty");
    }

    @Test
    void bytes_that_are_not_utf_8_are_a_finding() throws IOException {
        Files.write(file("on-x"), "# caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(findings())
                .containsExactly(
                        "routes/on-x.camel.yaml:1  the file is not UTF-8  -> save it as UTF-8 text that the processor may read");
    }

    @Test
    void a_character_unknown_to_yaml_is_a_finding() throws IOException {
        write("on-x", "- route:\n    id: \u0000");

        assertThat(findings()).singleElement().asString().startsWith("routes/on-x.camel.yaml:2  this is not YAML");
    }

    @Test
    void deep_nesting_is_a_finding_not_an_error() throws IOException {
        write("on-x", "[".repeat(100_000));

        assertThat(findings()).isNotEmpty().allMatch(finding -> finding.startsWith("routes/on-x.camel.yaml:1"));
    }

    @Test
    void the_value_of_a_secret_key_is_in_no_finding() throws IOException {
        write(
                "on-x",
                BEFORE
                        + "        - to: \"direct:poll?timeout={{connect.api-key}}\"\n        - to: \"connect:{{connect.api-key}}\"\n");

        assertThat(findings()).isNotEmpty().noneMatch(finding -> finding.contains("very-secret"));
    }

    @Test
    void a_directory_that_is_not_there_is_a_finding() {
        assertThat(VALIDATOR.validate(temp.resolve("nowhere")))
                .singleElement()
                .asString()
                .contains("nowhere:1", "cannot be read", "routes.directory");
    }
}
