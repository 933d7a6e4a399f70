package io.connectprocessor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemonstrationTest {

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    private Surroundings surroundings() {
        return new Surroundings(
                Map.of(), Map.of(), folder, new PrintWriter(new StringWriter()), new PrintWriter(err, true), false);
    }

    private Demonstration start() throws Exception {
        return Demonstration.start(surroundings(), new Overrides(), 1, 0);
    }

    @Test
    void a_second_one_in_the_same_folder_is_refused_and_the_ledger_of_the_first_is_left_alone() throws Exception {
        try (Demonstration first = start()) {
            Path ledger = Files.writeString(
                    Files.createDirectories(folder.resolve("data/sandbox")).resolve("ledger.mv.db"), "in use");
            err.getBuffer().setLength(0);

            int code = new CommandLineInterface(surroundings()).run("run", "--once", "--sandbox");

            assertThat(code).isEqualTo(2);
            assertThat(err.toString())
                    .contains("Another run --sandbox is using " + folder.resolve("data/sandbox"))
                    .hasLineCount(1);
            assertThat(ledger).hasContent("in use");
            assertThat(first).isNotNull();
        }
    }

    @Test
    void the_next_one_finds_an_empty_folder() throws Exception {
        start().close();
        Path ledger = Files.writeString(
                Files.createDirectories(folder.resolve("data/sandbox")).resolve("ledger.mv.db"), "old");

        start().close();

        assertThat(ledger).doesNotExist();
    }

    @Test
    void two_in_two_folders_do_not_disturb_each_other(@TempDir Path other) throws Exception {
        Surroundings elsewhere = new Surroundings(
                Map.of(), Map.of(), other, new PrintWriter(new StringWriter()), new PrintWriter(err, true), false);
        try (Demonstration one = start();
                Demonstration two = Demonstration.start(elsewhere, new Overrides(), 1, 0)) {
            assertThat(one).isNotSameAs(two);
        }
        assertThat(err.toString()).hasLineCount(2);
    }
}
