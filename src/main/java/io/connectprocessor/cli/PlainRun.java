package io.connectprocessor.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code [run] [-Dkey=value…]}, the command line of a service: understood without picocli, which takes a tenth of a short start. */
final class PlainRun {

    private static final Pattern OVERRIDE = Pattern.compile("-D([^=]+)=(.*)", Pattern.DOTALL);

    private PlainRun() {}

    /** The keys that it sets; empty for any other command line. */
    static Optional<Map<String, String>> overrides(String... args) {
        Map<String, String> overrides = new LinkedHashMap<>();
        boolean named = false;
        for (String arg : args) {
            Matcher override = OVERRIDE.matcher(arg);
            if (override.matches()) {
                overrides.put(override.group(1), override.group(2));
            } else if (arg.equals("run") && !named) {
                named = true;
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(overrides);
    }
}
