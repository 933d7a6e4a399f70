package io.connectprocessor.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.AbstractMap.SimpleEntry;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers what steps were given and answered. Thread-safe. */
final class Steps {
    private static final Logger LOG = LoggerFactory.getLogger(Steps.class);

    /** H2 holds 1,048,576 bytes in such a column. */
    private static final int MOST_INPUT = 1_000_000;

    private static final int MOST_ANSWER = 64 * 1024;

    private static final byte[] NONE = {};

    private static final String LATEST = "select round, input, input_hash, status, answer, answered from ledger_step"
            + " where request_id = :id and step = :step order by round desc fetch first 1 row only";

    private static final String BEGIN = "insert into ledger_step (request_id, step, round, input, input_hash, started)"
            + " values (:id, :step, :round, :input, :hash, :at)";

    private static final String SENT_ELSEWHERE = "update ledger_step set input_hash = :hash"
            + " where request_id = :id and step = :step and round = :round and answered is null";

    private static final String ANSWER = "update ledger_step set status = :status, answer = :answer, answered = :at"
            + " where request_id = :id and step = :step and round = :round and answered is null";

    private static final String FORGET = "delete from ledger_step"
            + " where request_id = :id and step = :step and round = :round and answered is null";

    private static final String ANSWERS =
            "select step, answer from ledger_step where request_id = :id order by round, started, step";

    private final Transactions transactions;
    private final Claims claims;

    Steps(Transactions transactions, Claims claims) {
        this.transactions = transactions;
        this.claims = claims;
    }

    /** @param status null while it is not answered */
    private record Recorded(int round, byte[] input, String hash, Integer status, byte[] answer) {
        static Recorded read(ResultSet row) throws SQLException {
            boolean answered = RequestRow.instant(row, "answered") != null;
            return new Recorded(
                    row.getInt("round"),
                    row.getBytes("input"),
                    row.getString("input_hash"),
                    answered ? row.getInt("status") : null,
                    row.getBytes("answer"));
        }
    }

    Step begin(Claim claim, String step, String target, byte[] input, Step.OnChange onChange) {
        checkName(step);
        Objects.requireNonNull(onChange, "onChange");
        if (input.length > MOST_INPUT) {
            throw new IllegalArgumentException(
                    "The input of step " + step + " of " + claim.id() + " has " + input.length + " bytes; at most "
                            + MOST_INPUT + " can be recorded. Give the step a smaller body.");
        }
        return transactions.write(work -> begin(work, claim, step, target, input, onChange));
    }

    private Step begin(Transaction work, Claim claim, String step, String target, byte[] input, Step.OnChange onChange)
            throws SQLException {
        claims.fence(work, claim);
        Optional<Recorded> latest =
                work.call(LATEST).set("id", claim.id()).set("step", step).first(Recorded::read);
        if (latest.isEmpty()) {
            return record(work, claim, step, 1, target, input);
        }
        Recorded known = latest.get();
        if (known.status() == null) {
            String sent = hash(target, known.input());
            if (!known.hash().equals(sent)) {
                named(work.call(SENT_ELSEWHERE), claim, step, known.round())
                        .set("hash", sent)
                        .update();
            }
            return new Step.Due(known.round(), key(claim, step, known.round()), known.input(), true);
        }
        // The second one is of a step that was recorded before targets were.
        boolean same = known.hash().equals(hash(target, input)) || known.hash().equals(hash(null, input));
        if (same || onChange == Step.OnChange.KEEP) {
            return new Step.Answered(known.round(), known.status(), known.answer());
        }
        return onChange == Step.OnChange.FAULT
                ? new Step.Changed(known.round())
                : record(work, claim, step, known.round() + 1, target, input);
    }

    private static Step record(Transaction work, Claim claim, String step, int round, String target, byte[] input)
            throws SQLException {
        named(work.call(BEGIN), claim, step, round)
                .set("input", input)
                .set("hash", hash(target, input))
                .update();
        return new Step.Due(round, key(claim, step, round), input, false);
    }

    void answered(Claim claim, String step, int round, int status, byte[] answer) {
        if (answer.length > MOST_ANSWER) {
            throw new IllegalArgumentException("The answer to step " + step + " of " + claim.id() + " has "
                    + answer.length + " bytes; at most " + MOST_ANSWER + " can be recorded. Let the step answer less.");
        }
        claims.mustHold(claim);
        Underway<Void> underway = transactions.start(work -> {
            claims.fence(work, claim);
            int rows = named(work.call(ANSWER), claim, step, round)
                    .set("status", status)
                    .set("answer", answer)
                    .update();
            if (rows == 0 && !work.again()) {
                throw new IllegalStateException("Step " + step + " of " + claim.id()
                        + " is not waiting for an answer in round " + round + ". Begin it first.");
            }
            return null;
        });
        // Nobody waits for it yet, but till it is written a kill has the vendor called again.
        transactions.hurry();
        claims.awaits(claim, underway);
        underway.whenOver((written, failure) -> {
            if (failure != null) {
                LOG.warn(
                        "What step {} of {} was answered could not be written down; it is called again under its key. {}",
                        step,
                        claim.id(),
                        failure.getMessage());
            }
        });
    }

    void refused(Claim claim, String step, int round) {
        transactions.write(work -> {
            claims.fence(work, claim);
            named(work.call(FORGET), claim, step, round).update();
            return null;
        });
    }

    Map<String, byte[]> answers(String id) {
        Map<String, byte[]> answers = new LinkedHashMap<>();
        transactions
                .read(work -> work.call(ANSWERS)
                        .set("id", id)
                        .list(row -> new SimpleEntry<>(row.getString("step"), row.getBytes("answer"))))
                .forEach(step -> answers.put(step.getKey(), step.getValue() == null ? NONE : step.getValue()));
        return answers;
    }

    private static void checkName(String step) {
        if (step == null || step.isBlank() || step.length() > 200) {
            throw new IllegalArgumentException(
                    "The name of a step must have 1 to 200 characters, but was '" + Text.clipped(step, 50) + "'.");
        }
    }

    private static String key(Claim claim, String step, int round) {
        String key = claim.id() + ":" + step;
        return round == 1 ? key : key + ":" + round;
    }

    private static Call named(Call call, Claim claim, String step, int round) {
        return call.set("id", claim.id()).set("step", step).set("round", round);
    }

    private static String hash(String target, byte[] input) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            if (target != null) {
                hash.update(target.getBytes(StandardCharsets.UTF_8));
                hash.update((byte) '\n');
            }
            return HexFormat.of().formatHex(hash.digest(input));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
