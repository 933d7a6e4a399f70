package io.connectprocessor.ledger;

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

/** Remembers what steps were given and answered. Thread-safe. */
final class Steps {
    /** H2 holds 1,048,576 bytes in such a column. */
    private static final int MOST_INPUT = 1_000_000;

    private static final int MOST_ANSWER = 64 * 1024;

    private static final byte[] NONE = {};

    private static final String LATEST = "select round, input, input_hash, status, answer, answered from ledger_step"
            + " where request_id = :id and step = :step order by round desc fetch first 1 row only";

    private static final String BEGIN = "insert into ledger_step (request_id, step, round, input, input_hash, started)"
            + " values (:id, :step, :round, :input, :hash, :at)";

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

    Step begin(Claim claim, String step, byte[] input, Step.OnChange onChange) {
        checkName(step);
        Objects.requireNonNull(onChange, "onChange");
        if (input.length > MOST_INPUT) {
            throw new IllegalArgumentException(
                    "The input of step " + step + " of " + claim.id() + " has " + input.length + " bytes; at most "
                            + MOST_INPUT + " can be recorded. Give the step a smaller body.");
        }
        return transactions.write(work -> begin(work, claim, step, input, onChange));
    }

    private Step begin(Transaction work, Claim claim, String step, byte[] input, Step.OnChange onChange)
            throws SQLException {
        claims.fence(work, claim);
        Optional<Recorded> latest =
                work.call(LATEST).set("id", claim.id()).set("step", step).first(Recorded::read);
        if (latest.isEmpty()) {
            return record(work, claim, step, 1, input);
        }
        Recorded known = latest.get();
        if (known.status() == null) {
            return new Step.Due(known.round(), key(claim, step, known.round()), known.input(), true);
        }
        if (known.hash().equals(hash(input)) || onChange == Step.OnChange.KEEP) {
            return new Step.Answered(known.round(), known.status(), known.answer());
        }
        return onChange == Step.OnChange.FAULT
                ? new Step.Changed(known.round())
                : record(work, claim, step, known.round() + 1, input);
    }

    private static Step record(Transaction work, Claim claim, String step, int round, byte[] input)
            throws SQLException {
        work.call(BEGIN)
                .set("id", claim.id())
                .set("step", step)
                .set("round", round)
                .set("input", input)
                .set("hash", hash(input))
                .update();
        return new Step.Due(round, key(claim, step, round), input, false);
    }

    void answered(Claim claim, String step, int round, int status, byte[] answer) {
        if (answer.length > MOST_ANSWER) {
            throw new IllegalArgumentException("The answer to step " + step + " of " + claim.id() + " has "
                    + answer.length + " bytes; at most " + MOST_ANSWER + " can be recorded. Let the step answer less.");
        }
        transactions.write(work -> {
            claims.fence(work, claim);
            int rows = work.call(ANSWER)
                    .set("id", claim.id())
                    .set("step", step)
                    .set("round", round)
                    .set("status", status)
                    .set("answer", answer)
                    .update();
            if (rows == 0 && !work.again()) {
                throw new IllegalStateException("Step " + step + " of " + claim.id()
                        + " is not waiting for an answer in round " + round + ". Begin it first.");
            }
            return null;
        });
    }

    void refused(Claim claim, String step, int round) {
        transactions.write(work -> {
            claims.fence(work, claim);
            work.call(FORGET)
                    .set("id", claim.id())
                    .set("step", step)
                    .set("round", round)
                    .update();
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

    private static String hash(byte[] input) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(input));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
