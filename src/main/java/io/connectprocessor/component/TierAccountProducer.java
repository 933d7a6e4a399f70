package io.connectprocessor.component;

import io.connectprocessor.connect.ConnectClient;
import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.failure.Api;
import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.Failure;
import io.connectprocessor.failure.FailureKind;
import java.util.Map;
import org.apache.camel.Exchange;

/** Accepts or ignores an account's new data: the platform is told, and the route has its outcome. */
final class TierAccountProducer extends ConnectStep {

    /** OpenAPI 37.0, dp.TierAccountRequest. */
    private static final int LONGEST_REASON = 255;

    private OptionText reason;

    TierAccountProducer(ConnectEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        reason = endpoint().getReason() == null
                ? null
                : OptionText.of(endpoint().getCamelContext(), endpoint().getReason());
    }

    @Override
    public void process(Exchange exchange) {
        ClaimedRequest claimed = begin(exchange, endpoint().getAction().name());
        if (claimed.kind() != RequestKind.TIER_ACCOUNT_REQUEST) {
            throw endpoint()
                    .fault(
                            claimed.claim().id()
                                    + " is no tier account request, and only these are accepted or ignored",
                            "Write connect:approve or connect:fail.");
        }
        boolean accepts = endpoint().getAction() == ConnectAction.accept;
        String why = accepts ? null : why(exchange);
        Map<String, Object> after = answer(claimed, accepts, why);
        claimed.outcome(accepts ? Outcome.ACCEPTED : Outcome.IGNORED);
        runtime().intake().answered(Api.CONNECT, false);
        runtime().intake().decided(claimed.claim().id());
        if (after != null) {
            claimed.json(after);
        }
        claimed.give(exchange, after == null ? claimed.request().body() : after);
    }

    private String why(Exchange exchange) {
        Object why = reason.value(exchange);
        if (why == null || String.valueOf(why).isBlank()) {
            throw endpoint()
                    .fault(
                            "the reason is missing: " + reason + " gave nothing",
                            "Give a reason that the distributor can read.");
        }
        return Cut.at(LONGEST_REASON, String.valueOf(why));
    }

    private Map<String, Object> answer(ClaimedRequest claimed, boolean accepts, String why) {
        ConnectClient connect = runtime().connectFor(claimed);
        String id = claimed.claim().id();
        try {
            return accepts ? connect.accept(id) : connect.ignore(id, why);
        } catch (FailedException failed) {
            throw refusal(failed);
        }
    }

    /** The list of these requests was allowed, so the key is good: it lacks this one right, which is no reason to pause all. */
    private static FailedException refusal(FailedException failed) {
        Failure failure = failed.failure();
        if (failure.status() == 403) {
            return new FailedException(
                    null,
                    failure.withKind(FailureKind.REFUSED, failed.getMessage()),
                    "Give the key the right to answer tier account requests, then replay; or leave tier-account out of process.types.",
                    failed);
        }
        if ("TAR_003".equals(failure.code())) {
            return new FailedException(
                    null,
                    failure.withKind(failure.kind(), failed.getMessage()),
                    "The account may have a newer version by now: then discard this request, or ignore it at the platform.",
                    failed);
        }
        return failed;
    }
}
