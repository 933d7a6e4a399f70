package io.connectprocessor.journey;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectprocessor.ledger.DeadLetter;
import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.ledger.Standing;
import io.connectprocessor.sandbox.Fault;
import io.connectprocessor.sandbox.Poison;
import io.connectprocessor.sandbox.Sandbox;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A few requests that together cause every write and every call.
 *
 * @param ids by the part that each plays
 */
record CrashBacklog(Map<String, String> ids) {

    static final String ASK_ME = "ask-me.example.com";
    static final String IGNORE_ME = "Ignore Me Ltd";
    private static final String MALFORMED = "malformed";
    private static final String REFUSED = "refused";
    private static final String ASKED = "asked";
    private static final String SCHEDULED = "scheduled";

    /**
     * What became of a request.
     *
     * @param status at the platform
     * @param effects at the vendor
     * @param state in the ledger, null: it does not know the request
     * @param failure why it is parked
     */
    record End(String status, int effects, String state, String failure) {
        boolean isDecided() {
            return Set.of("approved", "failed", "revoked", "accepted", "ignored")
                    .contains(status);
        }

        boolean isKeptWithAReason() {
            return ("PARKED".equals(state) || "DISCARDED".equals(state)) && failure != null;
        }

        End withState(String other) {
            return new End(status, effects, other, failure);
        }
    }

    /** @param slow the vendor takes longer than it is between two renewals of claims */
    static CrashBacklog plant(Sandbox sandbox, CallFailpoints calls, boolean slow) {
        sandbox.clearFaults();
        sandbox.addFault(Fault.status(503).onVendor().onAction("resume").times(1));
        sandbox.addFault(
                Fault.status(503).onVendor().onAction("create-reseller").times(1));
        sandbox.addFault(Fault.replyLost().onAction("create-message").times(1));
        if (slow) {
            sandbox.addFault(Fault.slow(Duration.ofMillis(500)).onVendor().onAction("create-subscription"));
        }
        Map<String, String> ids = new LinkedHashMap<>();
        ids.put("tier", sandbox.seed().tierSetup().plant());
        ids.put("held", sandbox.seed().purchase().heldBy(ids.get("tier")).plant());
        ids.put("older", sandbox.seed().purchase().pending());
        ids.put(
                "younger",
                sandbox.seed()
                        .change()
                        .asset(sandbox.assetOf(ids.get("older")))
                        .created(Instant.now().plusMillis(1))
                        .besideOpen()
                        .pending());
        ids.put("cancel", sandbox.seed().cancel().pending());
        ids.put("suspend", sandbox.seed().suspend().pending());
        ids.put("resume", sandbox.seed().resume().pending());
        ids.put("declined", sandbox.seed().purchase().item("DECLINE-ME", "1").pending());
        ids.put(
                REFUSED,
                sandbox.seed().suspend().param("subscription_id", "SUB-GONE").pending());
        ids.put(MALFORMED, sandbox.seed().purchase().poison(Poison.ASSET_NULL).pending());
        ids.put(ASKED, sandbox.seed().purchase().param("company_domain", ASK_ME).pending());
        ids.put(SCHEDULED, sandbox.seed().adjustment().pending());
        ids.put("revoked", sandbox.seed().change().status("revoking").plant());
        ids.put("account", sandbox.seed().tierAccountRequest().plant());
        ids.put(
                "account-ignored",
                sandbox.seed().tierAccountRequest().field("name", IGNORE_ME).plant());
        ids.put("early", sandbox.seed().purchase().poison(new SetUpAgain(calls)).pending());
        return new CrashBacklog(ids);
    }

    /** The list shows it as pending and not whole; the first to read it by id finds that it waits for its tiers again. */
    private record SetUpAgain(CallFailpoints calls, AtomicBoolean read)
            implements java.util.function.UnaryOperator<ObjectNode> {
        SetUpAgain(CallFailpoints calls) {
            this(calls, new AtomicBoolean());
        }

        @Override
        public ObjectNode apply(ObjectNode json) {
            boolean byId = "get-request".equals(calls.answering());
            if (byId && read.compareAndSet(false, true)) {
                return json.put("status", "tiers_setup");
            }
            return byId || read.get() ? json : Poison.TYPE_ABSENT.apply(json);
        }
    }

    String refused() {
        return ids.get(REFUSED);
    }

    String malformed() {
        return ids.get(MALFORMED);
    }

    String asked() {
        return ids.get(ASKED);
    }

    String scheduled() {
        return ids.get(SCHEDULED);
    }

    Map<String, End> ends(Sandbox sandbox, Ledger ledger) {
        Map<String, Integer> effects = sandbox.books().vendorEffects();
        Map<String, End> ends = new LinkedHashMap<>();
        ids.forEach((part, id) -> {
            Optional<DeadLetter> known = ledger.find(id);
            String state = known.map(letter -> letter.state().name()).orElse(null);
            // A request found decided keeps what it once waited for.
            String failure = known.filter(letter -> letter.state() != Standing.State.DECIDED)
                    .map(DeadLetter::failure)
                    .orElse(null);
            String status = String.valueOf(sandbox.requestJson(id).get("status"));
            ends.put(part, new End(status, effects.getOrDefault(id, 0), state, failure));
        });
        return ends;
    }
}
