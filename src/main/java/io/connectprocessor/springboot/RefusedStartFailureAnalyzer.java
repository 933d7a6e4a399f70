package io.connectprocessor.springboot;

import io.connectprocessor.embedded.ConfigurationException;
import io.connectprocessor.ledger.LedgerException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Messages of these say the place and the next action already. */
final class RefusedStartFailureAnalyzer extends AbstractFailureAnalyzer<RuntimeException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, RuntimeException cause) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof ConfigurationException || t instanceof LedgerException) {
                return new FailureAnalysis("Connect Processor cannot start: " + t.getMessage(), null, t);
            }
        }
        return null;
    }
}
