package io.connectprocessor.cli;

import io.connectprocessor.component.Intake;
import io.connectprocessor.component.Outcome;
import io.connectprocessor.events.Relays;
import io.connectprocessor.ledger.DeadLetter;
import io.connectprocessor.ledger.LedgerException;
import io.connectprocessor.ledger.Standing.State;
import io.connectprocessor.standalone.Drain;
import io.connectprocessor.standalone.Processor;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a drain leaves behind: a table, the requests that need a person, and the exit code.
 *
 * @param left {@link Drain#left()}: the exit code is told by what the drain ended for
 * @param refusal why the work could not begin, or not go on without the ledger; otherwise empty
 * @param deadLetters the command that shows what is parked
 */
record Summary(
        Processor processor,
        Duration took,
        Drain.End end,
        Map<State, Long> left,
        Optional<String> refusal,
        String deadLetters) {

    private static final int MOST_LISTED = 20;
    /** "dropped": found decided already, by an earlier attempt whose answer was lost or by somebody else. */
    private static final List<Outcome> SHOWN = List.of(
            Outcome.APPROVED,
            Outcome.FAILED,
            Outcome.SCHEDULED,
            Outcome.CONFIRMED,
            Outcome.ACCEPTED,
            Outcome.IGNORED,
            Outcome.INQUIRED,
            Outcome.PARKED,
            Outcome.DROPPED);
    /** A column of their own only where there are any. */
    private static final Set<Outcome> RARE =
            Set.of(Outcome.SCHEDULED, Outcome.CONFIRMED, Outcome.ACCEPTED, Outcome.IGNORED);

    int print(PrintWriter out) {
        out.println();
        table(out);
        if (end == Drain.End.LEDGER_AWAY) {
            return withoutLedger(out, refusal.orElse("see the log"));
        }
        try {
            return standing(out);
        } catch (LedgerException away) {
            return withoutLedger(out, away.getMessage());
        }
    }

    /** What is decided is decided at the platform, so nothing is lost; but what is left cannot be told. */
    private static int withoutLedger(PrintWriter out, String why) {
        out.println();
        out.println("The ledger is away, so nothing more was begun: " + why
                + " Run again when it is back: the work goes on where it was. (exit code 4)");
        out.flush();
        return ExitCode.AWAY;
    }

    private int standing(PrintWriter out) {
        long parked = left.getOrDefault(State.PARKED, 0L);
        long heldBack = left.getOrDefault(State.HELD_BACK, 0L);
        // Else what is there came after the drain's last look, by another node.
        if (parked + heldBack > 0) {
            processor
                    .ledger()
                    .deadLetters(List.of(State.PARKED, State.HELD_BACK), MOST_LISTED)
                    .forEach(letter -> out.println(line(letter)));
        }
        // Ready ones too: tried in vain until the end, or not to be had from the platform yet.
        long later = Stream.of(State.WAITING, State.CLAIMED, State.READY)
                .mapToLong(state -> left.getOrDefault(state, 0L))
                .sum();
        out.printf(
                Locale.ROOT,
                "%nTook %.1f s, %d API calls (%d Connect, %d vendor)%s.%n",
                took.toMillis() / 1000.0,
                processor.component().connectCalls() + processor.component().vendorCalls(),
                processor.component().connectCalls(),
                processor.component().vendorCalls(),
                speed());
        List<Relays.Standing> untold = untold();
        untold.forEach(channel -> out.println(line(channel)));
        int code = code(parked + heldBack, later + untold.size());
        out.println(say(code, parked, heldBack, later));
        out.flush();
        return code;
    }

    private void table(PrintWriter out) {
        List<Outcome> shown = SHOWN.stream()
                .filter(outcome -> !RARE.contains(outcome) || processor.tally().count(outcome) > 0)
                .toList();
        out.printf("%-18s", "type");
        shown.forEach(outcome -> out.printf("%10s", outcome.label()));
        out.println();
        processor.tally().byType().forEach((type, outcomes) -> {
            if (shown.stream().noneMatch(outcomes::containsKey)) {
                return; // only attempts that wait
            }
            out.printf("%-18s", type);
            shown.forEach(outcome -> out.printf("%10d", outcomes.getOrDefault(outcome, 0L)));
            out.println();
        });
        out.printf("%-18s", "all");
        shown.forEach(outcome -> out.printf("%10d", processor.tally().count(outcome)));
        out.println();
    }

    private static String line(DeadLetter letter) {
        return letter.state() == State.HELD_BACK
                ? String.format("held back  %-22s by %s", letter.id(), letter.heldBackBy())
                : String.format("parked     %-22s %s: %s", letter.id(), letter.failure(), letter.cause());
    }

    private List<Relays.Standing> untold() {
        return processor.events().stream()
                .flatMap(events -> events.standings().stream())
                .filter(channel -> channel.waiting() > 0)
                .toList();
    }

    private static String line(Relays.Standing channel) {
        return channel.waiting() + " events wait in the ledger for " + channel.key()
                + (channel.away() == null ? "" : " (" + channel.away() + ")") + ": the next run sends them.";
    }

    private String speed() {
        double rate = processor.tally().approvalsPerSecond();
        return rate == 0 ? "" : String.format(Locale.ROOT, ", %.0f approvals/s", rate);
    }

    private int code(long parkedOrHeldBack, long later) {
        if (end == Drain.End.AWAY) {
            return ExitCode.AWAY;
        }
        if (parkedOrHeldBack > 0) {
            return ExitCode.NEEDS_A_PERSON;
        }
        return later > 0 ? ExitCode.LATER : ExitCode.DONE;
    }

    private String say(int code, long parked, long heldBack, long later) {
        return switch (code) {
            case ExitCode.AWAY ->
                "Connect or the vendor is away or refuses us: "
                        + refusal.or(() -> processor.intake().pauses().stream()
                                        .map(Intake.Pause::reason)
                                        .findFirst())
                                .or(() -> processor.intake().lastPollFailure())
                                .orElse("see the log")
                        + " (exit code 4)";
            case ExitCode.NEEDS_A_PERSON ->
                parked
                        + " parked"
                        + (heldBack == 0 ? "" : ", " + heldBack + " held back by an older request")
                        + ": see them with " + deadLetters + " list, repair the cause, then replay (exit code 3)";
            case ExitCode.LATER ->
                (later == 0 ? "Events are" : later) + " left for later: run again, or keep it running (exit code 5)";
            default -> "Nothing needs a person (exit code 0)";
        };
    }
}
