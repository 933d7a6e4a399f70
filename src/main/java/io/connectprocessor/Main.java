package io.connectprocessor;

import io.connectprocessor.cli.CommandLineInterface;
import io.connectprocessor.cli.Surroundings;

/** The entry of {@code java -jar connect-processor.jar}; {@code --help} says what it does. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(new CommandLineInterface(Surroundings.ofThisProcess()).run(args));
    }
}
