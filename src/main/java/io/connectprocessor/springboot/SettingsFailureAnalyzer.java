package io.connectprocessor.springboot;

import io.connectprocessor.settings.Finding;
import io.connectprocessor.settings.SettingsException;
import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which settings are wrong, where they stand and what to do, in place of a stack. */
final class SettingsFailureAnalyzer extends AbstractFailureAnalyzer<SettingsException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, SettingsException cause) {
        String wrong = cause.findings().stream()
                .map(finding -> "    " + finding.what() + " (" + finding.place() + ")")
                .collect(Collectors.joining("\n", "Connect Processor cannot run with these settings:\n\n", "\n"));
        String advice = cause.findings().stream()
                .map(Finding::advice)
                .distinct()
                .map(todo -> "    " + todo)
                .collect(Collectors.joining(
                        "\n", "\n\n", "\n\nTo start without the processor: " + BootKey.ENABLED.key() + "=false"));
        return new FailureAnalysis(wrong, advice, cause);
    }
}
