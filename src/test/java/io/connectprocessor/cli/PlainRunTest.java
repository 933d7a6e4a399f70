package io.connectprocessor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class PlainRunTest {

    @ParameterizedTest
    @ValueSource(strings = {"run", "run -Da=b", "-Da=b run -Dc=d=e -Da=z", "-Da= run", "run -Da=\"b\""})
    void is_read_as_picocli_reads_it(String line) {
        String[] arguments = line.split(" ");
        Parsed parsed = new Parsed();

        new CommandLine(parsed).parseArgs(arguments);

        assertThat(PlainRun.overrides(arguments)).contains(parsed.overrides.given());
    }

    @Test
    void needs_no_command() {
        assertThat(PlainRun.overrides()).contains(Map.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"run --once", "run run", "validate", "-D a=b", "-Da", "-D=b", "--help", "run @more"})
    void is_no_other_command_line(String line) {
        assertThat(PlainRun.overrides(line.split(" "))).isEmpty();
    }

    @Command(subcommands = Parsed.Run.class)
    private static final class Parsed {

        @Mixin
        private final Overrides overrides = new Overrides();

        @Command(name = "run")
        private static final class Run {}
    }
}
