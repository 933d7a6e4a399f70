package io.connectprocessor.cli;

import io.connectprocessor.embedded.ProductContracts;
import io.connectprocessor.embedded.RouteCheck;
import io.connectprocessor.settings.Settings;
import io.connectprocessor.standalone.OnlineCheck;
import io.connectprocessor.standalone.OnlineFinding;
import io.connectprocessor.standalone.OnlineFinding.Result;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Checks configuration, routes and contracts without starting anything. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        description =
                "Checks application.properties, routes/*.camel.yaml and contracts/*.yaml and prints all findings at once.")
final class ValidateCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    private final Overrides overrides;

    @Option(
            names = "--online",
            description =
                    "Asks Connect too, changing nothing: reachability, key, rights, clock, products, templates and"
                            + " contracts. Exit code 2 with findings, 4 when Connect or the vendor is away or refuses the key.")
    private boolean online;

    ValidateCommand(Surroundings surroundings, Overrides overrides) {
        this.surroundings = surroundings;
        this.overrides = overrides;
    }

    @Override
    public Integer call() throws Exception {
        Settings settings = online ? overrides.complete(surroundings) : overrides.incomplete(surroundings);
        PrintWriter out = surroundings.out();
        int code = offline(settings, out);
        if (online) {
            int asked = print(new OnlineCheck(settings, Clock.systemUTC()).run(), out);
            code = Math.max(code, asked);
        }
        out.flush();
        return code;
    }

    private int offline(Settings settings, PrintWriter out) {
        Path routes = surroundings.directory().resolve(settings.routesDirectory());
        List<Object> findings = new ArrayList<>(RouteCheck.validator(settings).validate(routes));
        findings.addAll(new ProductContracts(settings).read().findings());
        findings.forEach(out::println);
        out.println(findings.isEmpty() ? "Configuration and " + routes + " are in order." : counted(findings.size()));
        return findings.isEmpty() ? ExitCode.DONE : ExitCode.CONFIGURATION;
    }

    private static int print(List<OnlineFinding> checks, PrintWriter out) {
        int width =
                checks.stream().mapToInt(check -> check.check().length()).max().orElse(0);
        String line = "%-8s  %-" + Math.max(1, width) + "s  %s%s%n";
        for (OnlineFinding check : checks) {
            String advice = check.advice() == null ? "" : "  -> " + check.advice();
            out.printf(line, check.result().label(), check.check(), check.what(), advice);
        }
        long findings = count(checks, Result.FINDING);
        long away = count(checks, Result.AWAY) + count(checks, Result.REFUSED);
        out.println(findings + away == 0 ? "Connect and the vendor are as they should be." : counted(findings + away));
        return away > 0 ? ExitCode.AWAY : findings > 0 ? ExitCode.CONFIGURATION : ExitCode.DONE;
    }

    private static long count(List<OnlineFinding> checks, Result result) {
        return checks.stream().filter(check -> check.result() == result).count();
    }

    private static String counted(long findings) {
        return findings + (findings == 1 ? " finding." : " findings.");
    }
}
