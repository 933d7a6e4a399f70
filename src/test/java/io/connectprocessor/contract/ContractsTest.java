package io.connectprocessor.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ContractsTest {

    private static final String PRODUCT = "PRD-000-000-000";

    @TempDir
    private Path folder;

    private Contracts read() {
        return Contracts.read(folder, true);
    }

    private Contracts of(String text) throws IOException {
        Files.writeString(folder.resolve(PRODUCT + ".yaml"), text);
        return read();
    }

    private Contract whole(String text) throws IOException {
        Contracts contracts = of(text);
        assertThat(contracts.findings()).isEmpty();
        return contracts.of(PRODUCT).orElseThrow();
    }

    @Test
    void the_file_name_says_which_product() throws IOException {
        Contract contract = whole("items: [{mpn: SEAT}]");

        assertThat(contract.product()).isEqualTo(PRODUCT);
        assertThat(contract.file()).isEqualTo(folder.resolve(PRODUCT + ".yaml"));
        assertThat(contract.clauses())
                .containsExactly(new ItemClause(contract.file() + ":1", "SEAT", null, null, null));
    }

    @Test
    void a_file_of_any_name_says_it_inside() throws IOException {
        Files.writeString(folder.resolve("desktop.yml"), "product: PRD-1-2-3\ncapabilities: {subscription.hold: true}");

        assertThat(read().findings()).isEmpty();
        assertThat(read().of("PRD-1-2-3")).isPresent();
        assertThat(read().of("PRD-9-9-9")).isEmpty();
    }

    @Test
    void every_kind_of_clause_is_read_with_its_line() throws IOException {
        Contract contract = whole("""
                parameters:
                  - id: subscription_id
                    phase: fulfillment
                    scope: asset
                    type: text
                    required: true
                  - { id: "42", phase: ordering, scope: tier1 }
                items:
                  - { mpn: 007, type: PPU, period: Monthly, status: published }
                templates:
                  - { name: Default, scope: asset, type: inquire }
                  - { name: Default, scope: tier2 }
                capabilities:
                  subscription.hold: false
                  tiers:
                    configs: { level: 2 }
                without: [reseller_id]
                """);
        String file = contract.file() + ":";

        assertThat(contract.clauses())
                .containsExactly(
                        new ParameterClause(file + 2, "subscription_id", "fulfillment", "asset", "text", true),
                        new ParameterClause(file + 7, "42", "ordering", "tier1", null, null),
                        new ItemClause(file + 9, "007", "PPU", "Monthly", "published"),
                        new TemplateClause(file + 11, "Default", "asset", "inquire"),
                        new TemplateClause(file + 12, "Default", "tier2", null),
                        new CapabilityClause(file + 14, "subscription.hold", "false"),
                        new CapabilityClause(file + 16, "tiers.configs.level", "2"));
        assertThat(contract.without()).containsExactly("reseller_id");
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("", 1, "the file is empty", "delete the file"),
                Arguments.of("null", 1, "the file is empty", "delete the file"),
                Arguments.of("- a", 1, "the contract is no map", "capabilities, items, parameters"),
                Arguments.of("product: " + PRODUCT, 1, "asks for nothing", "delete it"),
                Arguments.of("items:\n  - {mpn: a", 2, "this is not YAML", "close quotes and brackets"),
                Arguments.of("\nparamters: []", 2, "the contract has no paramters", "did you mean parameters?"),
                Arguments.of("items: [{mpn: a}]\nitems: [{mpn: b}]", 2, "items is given twice", "keep one"),
                Arguments.of("items: SEAT", 1, "items is no list", "dash"),
                Arguments.of("items: [SEAT]", 1, "an item is no map", "mpn"),
                Arguments.of("items:\n  - {type: PPU}", 2, "an item has no mpn", "add mpn"),
                Arguments.of("items: [{mpn: }]", 1, "mpn is empty", "write its text"),
                Arguments.of("items: [{mpn: a, type: Reserved}]", 1, "type is \"Reserved\"", "Reservation, PPU"),
                Arguments.of("items:\n - {mpn: a}\n - {mpn: a}", 3, "item a stands in line 2 already", "keep one"),
                Arguments.of(
                        "parameters: [{id: a, phase: fulfilment, scope: asset}]",
                        1,
                        "phase is \"fulfilment\"",
                        "ordering, fulfillment, configuration"),
                Arguments.of("parameters: [{id: a, phase: ordering}]", 1, "a parameter has no scope", "asset, tier1"),
                Arguments.of(
                        "parameters: [{id: a, phase: ordering, scope: [asset]}]",
                        1,
                        "scope is no word",
                        "asset, tier1"),
                Arguments.of(
                        "parameters: [{id: a, phase: ordering, scope: asset, required: maybe}]",
                        1,
                        "required is neither true nor false",
                        "leave it out"),
                Arguments.of(
                        "parameters: [{name: a, phase: ordering, scope: asset}]",
                        1,
                        "a parameter has no name",
                        "it may have id, phase, required, scope, type"),
                Arguments.of(
                        "templates: [{name: a, scope: asset}]", 1, "has no type", "fulfillment, inquire or pending"),
                Arguments.of("templates: [{name: a, scope: tier3}]", 1, "scope is \"tier3\"", "asset, tier1, tier2"),
                Arguments.of("capabilities: [a]", 1, "capabilities is no map", "subscription.hold: true"),
                Arguments.of("capabilities:\n  a.b: null", 2, "a.b has no single value", "true, false"),
                Arguments.of("capabilities: {a.b: 1, a: {b: 2}}", 1, "capability a.b stands", "keep one"),
                Arguments.of("capabilities: &a {b: *a}", 1, "nested too deeply", "as the product has them"),
                Arguments.of("without: [{id: a}]", 1, "no parameter's id", "[reseller_id]"),
                Arguments.of("product: [a]\nitems: [{mpn: a}]", 1, "product is no id", "PRD-000-000-000"),
                Arguments.of(
                        "product: PRD-1-2-3\nitems: [{mpn: a}]",
                        1,
                        "product is PRD-1-2-3, but the file is called " + PRODUCT,
                        "call the file PRD-1-2-3.yaml"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void a_fault_is_named_with_its_line_and_what_to_do(String text, int line, String what, String advice)
            throws IOException {
        Contracts contracts = of(text);

        assertThat(contracts.all()).isEmpty();
        assertThat(contracts.findings()).anySatisfy(finding -> {
            assertThat(finding.line()).isEqualTo(line);
            assertThat(finding.what()).contains(what);
            assertThat(finding.advice()).contains(advice);
            assertThat(finding.toString()).startsWith(folder.resolve(PRODUCT + ".yaml") + ":" + line + "  ");
        });
    }

    @Test
    void several_faults_are_named_at_once() throws IOException {
        assertThat(of("items: [{}]\nparameters: [{id: a}]").findings())
                .extracting(ContractFinding::what)
                .containsExactly("a parameter has no phase", "a parameter has no scope", "an item has no mpn");
    }

    @Test
    void a_file_that_does_not_say_its_product_is_a_fault() throws IOException {
        Files.writeString(folder.resolve("desktop.yaml"), "items: [{mpn: SEAT}]");

        assertThat(read().findings())
                .singleElement()
                .extracting(ContractFinding::what)
                .isEqualTo("it does not say which product it is of");
    }

    @Test
    void two_contracts_of_one_product_are_a_fault_and_the_first_counts() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), "product: PRD-1\nitems: [{mpn: A}]");
        Files.writeString(folder.resolve("b.yaml"), "product: PRD-1\nitems: [{mpn: B}]");

        assertThat(read().all()).singleElement().extracting(Contract::file).isEqualTo(folder.resolve("a.yaml"));
        assertThat(read().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.file()).isEqualTo(folder.resolve("b.yaml"));
            assertThat(finding.what()).isEqualTo("a.yaml is a contract of PRD-1 already");
        });
    }

    @Test
    void text_that_is_not_utf_8_is_a_fault() throws IOException {
        Files.write(folder.resolve(PRODUCT + ".yaml"), "items: [{mpn: é}]".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(read().findings())
                .singleElement()
                .extracting(ContractFinding::what)
                .isEqualTo("the file is not UTF-8");
    }

    @Test
    void other_files_are_left_alone() throws IOException {
        Files.writeString(folder.resolve("README.md"), "# Ours");
        Files.writeString(folder.resolve(".PRD-1.yaml.swp.yaml"), "half a fil");
        Files.createDirectory(folder.resolve("old.yaml"));

        assertThat(read()).isEqualTo(new Contracts(java.util.List.of(), java.util.List.of()));
    }

    @Test
    void a_directory_that_is_not_there_is_a_fault_only_when_somebody_named_it() {
        Path none = folder.resolve("none");

        assertThat(Contracts.read(none, false).findings()).isEmpty();
        assertThat(Contracts.read(none, true).findings())
                .singleElement()
                .extracting(ContractFinding::advice)
                .asString()
                .contains("connect.contracts");
    }
}
