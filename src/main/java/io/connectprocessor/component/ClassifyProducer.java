package io.connectprocessor.component;

import io.connectprocessor.connect.MalformedRequestException;
import io.connectprocessor.connect.MovedOnException;
import io.connectprocessor.failure.Api;
import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.Failure;
import io.connectprocessor.failure.FailureClassifier;
import io.connectprocessor.failure.FailureKind;
import io.connectprocessor.failure.Redaction;
import io.connectprocessor.ledger.ClaimLostException;
import io.connectprocessor.ledger.LedgerException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what the caught exception means for the request: the header {@code ConnectFailure} becomes {@code retry} or {@code park}. */
final class ClassifyProducer extends ConnectStep {

    private static final Logger LOG = LoggerFactory.getLogger(ClassifyProducer.class);

    ClassifyProducer(ConnectEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    public void process(Exchange exchange) {
        Throwable thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        ClaimedRequest claimed = ClaimedRequest.orNull(exchange);
        if (claimed == null) {
            LOG.error(
                    "A message failed before its request was claimed; the next poll sees the request again. {}",
                    stack(thrown, exchange.getMessage().getBody()));
            exchange.setRouteStop(true);
            return;
        }
        if (in(thrown, ClaimLostException.class) != null) {
            LOG.warn(
                    "{}: the claim was lost in the middle of the work; whoever holds it now goes on",
                    claimed.claim().id());
            claimed.markWritten();
            exchange.setRouteStop(true);
            return;
        }
        MovedOnException moved = in(thrown, MovedOnException.class);
        if (moved != null) {
            claimed.json(moved.request());
            new Dropping(runtime()).write(claimed, moved.status());
            exchange.setRouteStop(true);
            return;
        }
        FailedException known = FailedException.in(thrown);
        Failure failure = known != null ? known.failure() : failure(thrown, claimed);
        if (failure.answered() && failure.kind() == FailureKind.REFUSED) {
            runtime().intake().answered(failure.api(), false);
        }
        String said = known != null ? known.getMessage() : failure.what();
        if (failure.kind() == FailureKind.TRANSIENT && failure.api() != null) {
            runtime().intake().stumbled(failure.api(), Redaction.ofText(said, claimed.json()));
        }
        boolean counts = counts(failure, claimed);
        String advice = known == null ? null : known.advice();
        if (counts && claimed.claim().attempts() + 1 >= runtime().retryAttempts()) {
            said = said + " (attempt " + (claimed.claim().attempts() + 1) + " of "
                    + runtime().retryAttempts() + ")";
            failure = failure.withKind(FailureKind.EXHAUSTED, failure.what());
        }
        if (failure.kind() == FailureKind.UNAUTHORIZED) {
            String refusal = known == null ? said : known.sentences();
            runtime().intake().pause(failure.api(), false, Redaction.ofText(refusal, claimed.json()));
        }
        if (failure.kind() == FailureKind.BUG) {
            LOG.error(
                    "{} met a bug in step {}: {}", claimed.claim().id(), claimed.step(), stack(thrown, claimed.json()));
        }
        claimed.failed(failure, Redaction.ofText(said, claimed.json()), advice, counts);
        exchange.getMessage().setHeader(ConnectHeaders.FAILURE, failure.kind().passes() ? "retry" : "park");
    }

    /**
     * An attempt counts when the API answered this request badly, or did not answer it while it answered others, and is not away for all:
     * that is no fault of the request.
     */
    private boolean counts(Failure failure, ClaimedRequest claimed) {
        if (failure.kind() != FailureKind.TRANSIENT
                || failure.api() == null
                || runtime().intake().paused(failure.api())) {
            return false;
        }
        return failure.answered() || runtime().intake().answeredSince(failure.api(), claimed.startedAt());
    }

    /** Messages of exceptions quote bodies and values. */
    private static String stack(Throwable thrown, Object json) {
        StringWriter stack = new StringWriter();
        thrown.printStackTrace(new PrintWriter(stack, true));
        return Redaction.ofText(stack.toString(), json);
    }

    private Failure failure(Throwable thrown, ClaimedRequest claimed) {
        LedgerException ledger = in(thrown, LedgerException.class);
        if (ledger != null) {
            return Failure.of(FailureKind.TRANSIENT, "the ledger failed: " + ledger.getMessage());
        }
        MalformedRequestException malformed = in(thrown, MalformedRequestException.class);
        if (malformed != null) {
            return Failure.of(FailureKind.MALFORMED, "the request is malformed: " + malformed.getMessage());
        }
        DirectConsumerNotAvailableException noRoute = in(thrown, DirectConsumerNotAvailableException.class);
        if (noRoute != null && noRoute.getMessage().contains("direct://" + claimed.onRoute() + ".")) {
            return Failure.of(
                    FailureKind.ROUTE_FAULT,
                    claimed.isRevoking()
                            ? "there is no route for revoking requests"
                            : "there is no route for requests of type " + claimed.type());
        }
        if (noRoute != null) {
            return Failure.of(
                    FailureKind.ROUTE_FAULT, "there is no route behind a direct: step: " + noRoute.getMessage());
        }
        HttpOperationFailedException http = in(thrown, HttpOperationFailedException.class);
        if (http != null) {
            return FailureClassifier.ofAnswer(
                    vendor(claimed), http.getHttpResponseCode(), null, List.of(), null, java.time.Instant.EPOCH);
        }
        return FailureClassifier.ofStep(vendor(claimed), thrown);
    }

    /** Whom a step of the route calls that is none of ours. */
    private Api vendor(ClaimedRequest claimed) {
        return claimed.request() == null
                ? Api.VENDOR
                : runtime().vendors().of(claimed.request()).api();
    }

    private static <T extends Throwable> T in(Throwable thrown, Class<T> type) {
        Throwable t = thrown;
        for (int depth = 0; t != null && depth < 32; t = t.getCause(), depth++) {
            if (type.isInstance(t)) {
                return type.cast(t);
            }
        }
        return null;
    }
}
