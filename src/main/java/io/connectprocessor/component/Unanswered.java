package io.connectprocessor.component;

import io.connectprocessor.connect.ConnectClient;
import io.connectprocessor.connect.ConnectRequest;
import io.connectprocessor.connect.MalformedRequestException;
import io.connectprocessor.connect.MovedOnException;
import io.connectprocessor.connect.Remark;
import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.Failure;
import io.connectprocessor.failure.FailureKind;
import io.connectprocessor.failure.Redaction;
import io.connectprocessor.ledger.Claim;
import io.connectprocessor.ledger.ClaimLostException;
import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.ledger.Ledger.Claiming;
import io.connectprocessor.ledger.LedgerException;
import io.connectprocessor.ledger.OpenInquiry;
import io.connectprocessor.ledger.Standing;
import io.connectprocessor.ledger.Step;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reminds customers who were asked and have not answered, and ends the wait for them. Looked at in each pass; a request costs calls only when
 * its time has come. Claimed like any other work, so that on several nodes one does it.
 */
record Unanswered(Runtime runtime, RequestKind kind) {

    private static final Logger LOG = LoggerFactory.getLogger(Unanswered.class);
    private static final byte[] SAID = "{}".getBytes(StandardCharsets.UTF_8);

    /** In one pass; the others have their turn in the next. */
    private static final int MOST = 50;

    void look() {
        Patience patience = patience();
        if (!patience.looksAtInquiries() || runtime.shadow().isPresent()) {
            return;
        }
        Instant now = runtime.ledger().now();
        for (OpenInquiry inquiry : runtime.ledger()
                .inquiries(
                        kind.label(),
                        runtime.products(),
                        before(now, patience.remindAfter()),
                        before(now, patience.expireAfter()),
                        MOST)) {
            if (!runtime.intake().hand(inquiry.id())) {
                continue;
            }
            runtime.intake().begin(inquiry.id());
            try {
                take(inquiry, now);
            } catch (ClaimLostException lost) {
                LOG.warn("{}: the claim was lost while its customer was waited for", inquiry.id());
            } catch (FailedException failed) {
                LOG.warn(
                        "{} is asked about again later: {}", inquiry.id(), Redaction.ofText(failed.getMessage(), null));
                return;
            } finally {
                runtime.intake().end(inquiry.id());
            }
        }
    }

    private Patience patience() {
        return runtime.people().patience();
    }

    private static Instant before(Instant now, Duration wait) {
        return wait == null ? Instant.EPOCH : now.minus(wait);
    }

    /** @throws FailedException when it may pass; the request rests again */
    private void take(OpenInquiry inquiry, Instant now) {
        if (!(runtime.ledger().claimInquired(inquiry.id()) instanceof Claiming.Granted granted)) {
            return;
        }
        ClaimedRequest claimed =
                new ClaimedRequest(granted.claim(), kind, runtime.clock().instant(), Map.of("id", inquiry.id()));
        claimed.step("inquire");
        try {
            attend(claimed, inquiry, now);
        } catch (MovedOnException answeredOrAskedAgain) {
            rests(claimed);
        } catch (MalformedRequestException malformed) {
            String what = "the request is malformed: " + malformed.getMessage();
            park(claimed, Failure.of(FailureKind.MALFORMED, what), what, null);
        } catch (FailedException failed) {
            if (failed.failure().kind().passes()) {
                rests(claimed);
                throw failed;
            }
            park(claimed, failed.failure(), failed.getMessage(), failed.advice());
        } finally {
            letGo(claimed);
        }
    }

    /** Whatever happened: a claim that nobody ends would be renewed as long as the process lives. */
    private void letGo(ClaimedRequest claimed) {
        if (!claimed.written()) {
            try {
                rests(claimed);
            } catch (ClaimLostException | LedgerException leftToRunOut) {
                LOG.warn("{} could not be given back: {}", claimed.claim().id(), leftToRunOut.getMessage());
            }
        }
    }

    private void attend(ClaimedRequest claimed, OpenInquiry inquiry, Instant now) {
        Map<String, Object> found = connect(claimed).get(kind, inquiry.id());
        claimed.json(found);
        String status = ConnectRequest.statusOf(found);
        if (kind.openStatuses().contains(status)) {
            rests(claimed); // answered: the next page that shows it begins a new round
            return;
        }
        if (!status.equals("inquiring")) {
            new Dropping(runtime).write(claimed, status);
            return;
        }
        if (!runtime.types().includes(kind, ConnectRequest.typeOf(found))
                || !runtime.people().assignees().includes(kind, found)) {
            new Dropping(runtime).leave(claimed, "left to others by process.types or process.assignee");
            return;
        }
        claimed.request(ConnectRequest.read(kind, found));
        if (claimed.claim().expiring() != null) {
            // It was brought back, and somebody has asked again since: another question, with its own time.
            runtime.ledger().inquiryAnswered(claimed.claim());
            rests(claimed);
            return;
        }
        if (inquiry.inquired().isAfter(before(now, patience().expireAfter()))) {
            remind(claimed, inquiry);
        } else if (patience().expiryReason() == null) {
            Failure failure = Failure.of(
                    FailureKind.UNANSWERED,
                    "the customer was asked at " + inquiry.inquired() + " and has not answered");
            park(
                    claimed,
                    failure,
                    failure.what(),
                    "Talk to the customer. When they answer, the request goes on by itself; a replay gives them the whole time again.");
        } else {
            expire(claimed);
        }
    }

    private void remind(ClaimedRequest claimed, OpenInquiry inquiry) {
        Remark remark = new Remark("message", Cut.at(Remark.LONGEST, patience().reminder()));
        Ledger ledger = runtime.ledger();
        // The same text is due again when the customer is asked again.
        String step = "reminder-" + inquiry.inquired().getEpochSecond();
        byte[] input = runtime.json().bytes(List.of(remark.type(), remark.text()));
        boolean said = true;
        if (ledger.step(claimed.claim(), step, input, Step.OnChange.KEEP) instanceof Step.Due due) {
            said = runtime.people().correspondence().say(connect(claimed), inquiry.id(), remark, due.again());
            ledger.answered(claimed.claim(), step, due.round(), said ? 201 : 404, SAID);
        }
        claimed.markWritten();
        ledger.reminded(claimed.claim());
        LOG.info(
                "{} waits for its customer since {}: {}",
                inquiry.id(),
                inquiry.inquired(),
                said ? "reminded" : "it has no conversation that a reminder could be written into");
    }

    /**
     * Only a pending request can be failed, so it is brought back first. Noted as ours only when the platform has said so: what became pending in
     * any other way may have been confirmed by the customer, who may leave every value as it was.
     */
    private void expire(ClaimedRequest claimed) {
        Claim claim = claimed.claim();
        String unanswered = claimed.request().fingerprint();
        Map<String, Object> back = connect(claimed).pend(kind, claim.id());
        runtime.ledger().expires(claim, unanswered);
        ConnectRequest pending =
                ConnectRequest.read(kind, back == null ? connect(claimed).get(kind, claim.id()) : back);
        if (pending.fingerprint().equals(unanswered)) {
            fail(claimed, pending);
        } else {
            rests(claimed);
        }
    }

    /** Of a request that {@link #expire} has brought back. @return false when the customer has answered after all */
    boolean failIfUnanswered(ClaimedRequest claimed, ConnectRequest pending) {
        if (patience().expiryReason() == null
                || !pending.fingerprint().equals(claimed.claim().expiring())) {
            runtime.ledger().inquiryAnswered(claimed.claim());
            return false;
        }
        claimed.step("inquire");
        fail(claimed, pending);
        return true;
    }

    private void fail(ClaimedRequest claimed, ConnectRequest pending) {
        claimed.request(pending);
        connect(claimed).fail(kind, pending.id(), Cut.reason(patience().expiryReason()));
        runtime.intake().decided(pending.id());
        claimed.outcome(Outcome.FAILED);
        new Settlement(runtime).write(claimed);
    }

    private void park(ClaimedRequest claimed, Failure failure, String cause, String advice) {
        claimed.failed(failure, Redaction.ofText(cause, claimed.json()), advice, false);
        claimed.outcome(Outcome.PARKED);
        new Settlement(runtime).write(claimed);
    }

    private void rests(ClaimedRequest claimed) {
        claimed.markWritten();
        runtime.ledger().rests(claimed.claim(), Standing.State.INQUIRED);
    }

    private ConnectClient connect(ClaimedRequest claimed) {
        return runtime.connectFor(claimed);
    }
}
