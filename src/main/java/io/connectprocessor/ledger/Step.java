package io.connectprocessor.ledger;

import java.util.Arrays;

/** What the ledger says of one step of a request: whether to make its call, and with which bytes. */
public sealed interface Step {

    /** Which call of the step this is: 1, and one more for each that {@link OnChange#CALL} has begun since. */
    int round();

    /**
     * Make the call, with these bytes and no others.
     *
     * @param key the idempotency key: {@code <request id>:<step>}, from the second round on {@code <request id>:<step>:<round>}
     * @param input what was recorded before the first try
     * @param again an earlier try may have reached the vendor, its answer is not known
     */
    record Due(int round, String key, byte[] input, boolean again) implements Step {
        @Override
        public boolean equals(Object other) {
            return other instanceof Due due
                    && round == due.round
                    && again == due.again
                    && key.equals(due.key)
                    && Arrays.equals(input, due.input);
        }

        @Override
        public int hashCode() {
            return key.hashCode() * 31 + Arrays.hashCode(input);
        }
    }

    /** It was answered: do not call. */
    record Answered(int round, int status, byte[] answer) implements Step {
        @Override
        public boolean equals(Object other) {
            return other instanceof Answered answered
                    && round == answered.round
                    && status == answered.status
                    && Arrays.equals(answer, answered.answer);
        }

        @Override
        public int hashCode() {
            return (round * 31 + status) * 31 + Arrays.hashCode(answer);
        }
    }

    /** It was answered, but for another input: a fault that a person must see. */
    record Changed(int round) implements Step {}

    /** What to do when a step was answered and is run again with another input. */
    enum OnChange {
        /** {@link Changed} */
        FAULT,
        /** the old answer */
        KEEP,
        /** a new round with the new input */
        CALL
    }
}
