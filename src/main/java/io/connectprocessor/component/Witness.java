package io.connectprocessor.component;

import io.connectprocessor.connect.Onlooker;
import io.connectprocessor.ledger.Claim;
import io.connectprocessor.ledger.Ledger;

/** Looks at the claim right before each call for a request, and tells the request's timeline what is sent and what is answered. */
record Witness(Ledger ledger, Claim claim) implements Onlooker {

    /** @throws io.connectprocessor.ledger.ClaimLostException when the request is no longer ours: nothing may be sent */
    @Override
    public void sends(String what) {
        ledger.check(claim);
        ledger.note(claim, "sent", what);
    }

    @Override
    public void answered(String how) {
        ledger.note(claim, "answered", how);
    }
}
