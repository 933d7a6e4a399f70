package io.connectprocessor.settings;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The configuration cannot be used. The message has one line per finding, then one per warning. */
public final class SettingsException extends RuntimeException {
    private final transient List<Finding> findings;
    private final transient List<Finding> warnings;

    SettingsException(List<Finding> findings, List<Finding> warnings) {
        super(message(findings, warnings));
        this.findings = List.copyOf(findings);
        this.warnings = List.copyOf(warnings);
    }

    /** Everything that stops the start, never empty. */
    public List<Finding> findings() {
        return findings;
    }

    /** What alone would not stop it, but may be the reason of a finding: a misspelt environment variable. */
    public List<Finding> warnings() {
        return warnings;
    }

    private static String message(List<Finding> findings, List<Finding> warnings) {
        Stream<String> wrong = findings.stream().map(Finding::toString);
        Stream<String> doubtful = warnings.stream().map(finding -> "warning: " + finding);
        return Stream.concat(wrong, doubtful)
                .collect(Collectors.joining("\n  ", "The configuration cannot be used:\n  ", ""));
    }
}
