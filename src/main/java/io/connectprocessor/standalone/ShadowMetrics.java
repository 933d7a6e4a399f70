package io.connectprocessor.standalone;

import io.connectprocessor.component.Comparison;
import io.connectprocessor.component.Outcome;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;

/** A shadow's own names, so that no dashboard and no alert takes it for a processor that works. */
record ShadowMetrics(MeterRegistry registry) {

    void bind(ShadowReport report) {
        for (Outcome outcome : Outcome.values()) {
            FunctionCounter.builder("connect.shadow.looked", report, r -> r.count(outcome))
                    .description("Requests looked at, by what would have come of them")
                    .tag("outcome", outcome.label())
                    .register(registry);
        }
        for (Comparison.Result result : Comparison.Result.values()) {
            FunctionCounter.builder("connect.shadow.compared", report, r -> r.count(result))
                    .description("Requests that somebody else decided, compared with what would have come of them")
                    .tag("result", ShadowReport.label(result))
                    .register(registry);
        }
    }
}
