package io.connectprocessor.cli;

import io.connectprocessor.routing.RouteFinding;
import io.connectprocessor.settings.Settings;
import io.connectprocessor.standalone.RouteCheck;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Checks configuration and routes without starting anything. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        description = "Checks application.properties and routes/*.camel.yaml and prints all findings at once.")
final class ValidateCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    private final Overrides overrides;

    ValidateCommand(Surroundings surroundings, Overrides overrides) {
        this.surroundings = surroundings;
        this.overrides = overrides;
    }

    @Override
    public Integer call() {
        Settings settings = overrides.incomplete(surroundings);
        Path routes = surroundings.directory().resolve(settings.routesDirectory());
        List<RouteFinding> findings = RouteCheck.validator(settings).validate(routes);
        findings.forEach(surroundings.out()::println);
        surroundings
                .out()
                .println(
                        findings.isEmpty()
                                ? "Configuration and " + routes + " are in order."
                                : findings.size() + (findings.size() == 1 ? " finding." : " findings."));
        surroundings.out().flush();
        return findings.isEmpty() ? ExitCode.DONE : ExitCode.CONFIGURATION;
    }
}
