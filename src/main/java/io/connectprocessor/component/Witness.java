package io.connectprocessor.component;

import io.connectprocessor.connect.Onlooker;
import io.connectprocessor.ledger.Ledger;

/**
 * Looks at the claim right before each call for a request, and tells the request's timeline what is sent and what is answered.
 *
 * @param place the call's path as logs may show it, without values of the request; null when the path holds none
 */
record Witness(Ledger ledger, ClaimedRequest claimed, String place) implements Onlooker {

    Witness at(String path) {
        return new Witness(ledger, claimed, path);
    }

    /** @throws io.connectprocessor.ledger.ClaimLostException when the request is no longer ours: nothing may be sent */
    @Override
    public void sends(String what, boolean anew) {
        if (anew) {
            ledger.checkOwner(claimed.claim());
        } else {
            ledger.check(claimed.claim());
        }
        ledger.note(claimed.claim(), "sent", what);
    }

    @Override
    public void answered(String how) {
        ledger.note(claimed.claim(), "answered", how);
    }
}
