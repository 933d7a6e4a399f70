package io.connectprocessor.cli;

import io.connectprocessor.embedded.ConfigurationException;
import io.connectprocessor.ledger.LedgerException;
import io.connectprocessor.settings.SettingsException;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.List;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code java -jar connect-processor.jar …}: parses, runs, and turns what went wrong into one clear message and an exit code. */
public final class CommandLineInterface {

    private final Surroundings surroundings;

    public CommandLineInterface(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * Parses and runs, in the calling thread. Interrupting that thread ends {@code run} as a signal to the process does: what is in flight gets
     * {@code shutdown.grace}, 30 s by default, and the code is 0, with {@code --once} 5.
     *
     * @return the exit code, see {@code --help}
     */
    public int run(String... args) {
        Overrides overrides = new Overrides();
        CommandLine commandLine = new CommandLine(new Root(surroundings, overrides), new Commands(overrides));
        commandLine.setOut(surroundings.out());
        commandLine.setErr(surroundings.err());
        commandLine.setExecutionExceptionHandler((thrown, command, parsed) -> failed(thrown));
        return commandLine.execute(args);
    }

    private int failed(Exception thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof SettingsException settings) {
                settings.findings().forEach(surroundings.err()::println);
                return ExitCode.CONFIGURATION;
            }
            if (t instanceof ConfigurationException || t instanceof LedgerException) {
                surroundings.err().println(t.getMessage());
                return ExitCode.CONFIGURATION;
            }
        }
        LoggerFactory.getLogger(CommandLineInterface.class).error("Stopped by a bug", thrown);
        return ExitCode.BUG;
    }

    private final class Commands implements IFactory {

        private final Overrides overrides;

        Commands(Overrides overrides) {
            this.overrides = overrides;
        }

        @Override
        public <K> K create(Class<K> type) throws Exception {
            for (Constructor<?> constructor : type.getDeclaredConstructors()) {
                if (Arrays.equals(
                        constructor.getParameterTypes(), new Class<?>[] {Surroundings.class, Overrides.class})) {
                    return type.cast(constructor.newInstance(surroundings, overrides));
                }
            }
            return CommandLine.defaultFactory().create(type);
        }
    }

    @Command(
            name = "connect-processor",
            description = "Fetches the orders of CloudBlue Connect, provisions them and answers the platform.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            subcommands = {
                RunCommand.class,
                SandboxCommand.class,
                ValidateCommand.class,
                DeadLettersCommand.class,
                UsageCommand.class
            },
            footerHeading = "%nExit codes:%n",
            footer = {
                "  0  nothing needs a person",
                "  1  a bug; the stack is in the log",
                "  2  command line or configuration is wrong; the message names the place",
                "  3  something is parked or held back: dead-letters list",
                "  4  Connect or the vendor is away or refuses the key, or the ledger went away",
                "  5  work is left that will be due later",
            })
    static final class Root implements java.util.concurrent.Callable<Integer> {

        @Mixin
        private final Overrides overrides;

        @Spec
        private CommandSpec spec;

        private final Surroundings surroundings;

        Root(Surroundings surroundings, Overrides overrides) {
            this.surroundings = surroundings;
            this.overrides = overrides;
        }

        /** Without a command: run. */
        @Override
        public Integer call() throws Exception {
            return new RunCommand(surroundings, overrides).call();
        }
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = CommandLineInterface.class.getPackage().getImplementationVersion();
            return List.of("connect-processor " + (version == null ? "development" : version))
                    .toArray(new String[0]);
        }
    }
}
