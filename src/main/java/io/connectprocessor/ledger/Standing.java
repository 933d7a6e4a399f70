package io.connectprocessor.ledger;

import java.time.Instant;

/**
 * What the ledger knows of a request.
 *
 * @param id request id
 * @param state where it stands
 * @param until when a {@link State#WAITING} one is due; null otherwise
 * @param heldBackBy id of the oldest undecided request of the same lane that comes before this one, or, when there is none, of a younger one
 *     that is being worked on; null unless {@link State#HELD_BACK}
 */
public record Standing(String id, State state, Instant until, String heldBackBy) {

    public enum State {
        /** may be claimed now */
        READY,
        /** some worker, here or on another node, holds its lease */
        CLAIMED,
        /** an older request of its lane is not decided yet, or a younger one was claimed before this one was first seen */
        HELD_BACK,
        /** to be tried again at {@link Standing#until()} */
        WAITING,
        /** a dead letter: only an operator's replay or discard moves it */
        PARKED,
        /** the customer was asked; the platform shows it as pending again when answered */
        INQUIRED,
        /** scheduled at the platform for later */
        SCHEDULED,
        /** approved, failed or confirmed: nothing left to do */
        DECIDED,
        /** an operator took it out of the ledger's hands */
        DISCARDED
    }
}
