package io.connectprocessor.ledger;

import java.time.Instant;

/**
 * One usage file at the platform, by what it is for.
 *
 * @param externalId the {@code external_id} that it carries at the platform
 * @param currency empty when the platform is to take the contract's own
 * @param period {@code 2026-10}
 * @param schema qt, pr, cr or tr
 * @param revision 1, and one more for each further file of the same product, contract, currency, period and schema
 * @param fileId the platform's id, or null while it is not known
 * @param records how many it holds
 * @param digest of its records, or null while its fingerprints are not complete
 * @param cause why it is where it is, or null
 * @param advice what to do, or null
 * @param since when it came into its state; null before it is written
 */
public record UsageFile(
        String externalId,
        String product,
        String contract,
        String currency,
        String period,
        String schema,
        int revision,
        State state,
        String fileId,
        long records,
        String digest,
        String cause,
        String advice,
        Instant since) {

    public enum State {
        /** about to be created */
        PLANNED(false),
        /** there, and what it is to hold is not uploaded yet */
        CREATED(false),
        /** what it is to hold is uploaded; the platform checks it */
        UPLOADED(false),
        /** with the provider */
        SUBMITTED(true),
        ACCEPTED(true),
        CLOSED(true),
        /** the platform found faults in it: for a person */
        INVALID(false),
        /** the provider refused it: for a person */
        REJECTED(false),
        /** deleted, or its records went elsewhere before it was submitted */
        DROPPED(false);

        private final boolean reported;

        State(boolean reported) {
            this.reported = reported;
        }

        /** True when its records count as reported. */
        public boolean reported() {
            return reported;
        }

        /** True when it needs a person. */
        public boolean parked() {
            return this == INVALID || this == REJECTED;
        }

        /** True while it is on its way to the provider. */
        public boolean underWay() {
            return this == PLANNED || this == CREATED || this == UPLOADED;
        }
    }

    public UsageFile at(State next, String why, String whatToDo) {
        return new UsageFile(
                externalId,
                product,
                contract,
                currency,
                period,
                schema,
                revision,
                next,
                fileId,
                records,
                digest,
                why,
                whatToDo,
                since);
    }

    public UsageFile named(String id) {
        return new UsageFile(
                externalId,
                product,
                contract,
                currency,
                period,
                schema,
                revision,
                state,
                id,
                records,
                digest,
                cause,
                advice,
                since);
    }

    /** The same file for other records; its digest is not known until its fingerprints are written. */
    public UsageFile holding(long count, String contentDigest) {
        return new UsageFile(
                externalId,
                product,
                contract,
                currency,
                period,
                schema,
                revision,
                state,
                fileId,
                count,
                contentDigest,
                cause,
                advice,
                since);
    }
}
