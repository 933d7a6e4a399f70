package io.connectprocessor.cli;

import io.connectprocessor.component.Comparison.Result;
import io.connectprocessor.component.Outcome;
import io.connectprocessor.ledger.Standing.State;
import io.connectprocessor.standalone.Drain;
import io.connectprocessor.standalone.Processor;
import io.connectprocessor.standalone.ShadowReport;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a shadow saw, as a table, and the exit code.
 *
 * @param end how the drain ended
 * @param refusal why the work could not begin; otherwise empty
 */
record ShadowSummary(Processor processor, ShadowReport report, Drain.End end, Optional<String> refusal) {

    private static final List<Outcome> ALWAYS =
            List.of(Outcome.APPROVED, Outcome.FAILED, Outcome.INQUIRED, Outcome.LATER, Outcome.PARKED);

    /** Prints the table, and what the exit code means. */
    int print(PrintWriter out) {
        table(out);
        Map<State, Long> counts = processor.ledger().counts();
        long unseen = counts.getOrDefault(State.WAITING, 0L)
                + counts.getOrDefault(State.CLAIMED, 0L)
                + counts.getOrDefault(State.READY, 0L);
        int code = code(unseen);
        out.println(say(code, unseen));
        out.flush();
        return code;
    }

    /** The table alone. */
    void table(PrintWriter out) {
        Map<String, Map<Outcome, Long>> byType = report.byType();
        List<Outcome> shown = Arrays.stream(Outcome.values())
                .filter(outcome -> ALWAYS.contains(outcome) || report.count(outcome) > 0)
                .toList();
        out.println();
        out.printf("%-18s", "would be");
        shown.forEach(outcome -> out.printf("%10s", outcome.label()));
        out.println();
        byType.forEach((type, outcomes) -> {
            out.printf("%-18s", type);
            shown.forEach(outcome -> out.printf("%10d", outcomes.getOrDefault(outcome, 0L)));
            out.println();
        });
        out.printf("%-18s", "all");
        shown.forEach(outcome -> out.printf("%10d", report.count(outcome)));
        out.println();
        out.println();
        long heldBack = processor.ledger().counts().getOrDefault(State.HELD_BACK, 0L);
        if (heldBack > 0) {
            out.println(heldBack + " not looked at: they come after an undecided request of the same asset.");
        }
        out.println(report.guesses() + " of them are guesses, after an answer that was not asked for.");
        out.println("Calls not made: "
                + (report.held().isEmpty()
                        ? "none"
                        : report.held().entrySet().stream()
                                .map(to -> to.getValue() + " " + to.getKey())
                                .collect(Collectors.joining(", ")))
                + ".");
        out.println("Decided by somebody else meanwhile: " + report.count(Result.AGREE) + " agree, "
                + report.count(Result.DIFFER) + " differ, " + report.count(Result.OPEN) + " would still wait here.");
        report.differences().forEach(difference -> out.println("  " + ShadowReport.sentence(difference)));
        out.flush();
    }

    private int code(long unseen) {
        if (end != Drain.End.EMPTY) {
            return ExitCode.AWAY;
        }
        if (report.count(Outcome.PARKED) > 0) {
            return ExitCode.NEEDS_A_PERSON;
        }
        return unseen > 0 ? ExitCode.LATER : ExitCode.DONE;
    }

    private String say(int code, long unseen) {
        String shadow = "This was a shadow: nothing was sent, nothing is parked. ";
        return shadow
                + switch (code) {
                    case ExitCode.AWAY ->
                        "Connect is away or refuses us: "
                                + refusal.or(() -> processor.intake().lastPollFailure())
                                        .orElse("see the log") + " (exit code 4)";
                    case ExitCode.NEEDS_A_PERSON ->
                        report.count(Outcome.PARKED) + " would be parked: see the log (exit code 3)";
                    case ExitCode.LATER -> unseen + " could not be looked at yet: run again (exit code 5)";
                    default -> "Nothing would need a person (exit code 0)";
                };
    }
}
