package io.connectprocessor.component;

import io.connectprocessor.connect.ConnectRequest;
import io.connectprocessor.connect.Json;
import io.connectprocessor.connect.MalformedRequestException;
import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.Failure;
import io.connectprocessor.ledger.Claim;
import io.connectprocessor.ledger.Particulars;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;

/** The request that an exchange works on, and how far the work is. One exchange, one thread at a time. */
final class ClaimedRequest {

    private final Claim claim;
    private final RequestKind kind;
    private final Instant startedAt;
    private final long startedNanos = System.nanoTime();
    private ConnectRequest request;
    private Object json;
    private Object jsonReadWhole;
    private Object given;
    private String step;
    private String route;
    private Outcome outcome;
    private Instant laterAt;
    private Failure failure;
    private String cause;
    private String advice;
    private boolean countsAttempt;
    private boolean written;
    private final List<HeldCall> held = new CopyOnWriteArrayList<>();
    private ShadowRequest shadow;

    ClaimedRequest(Claim claim, RequestKind kind, Instant startedAt, Object json) {
        this.claim = claim;
        this.kind = kind;
        this.startedAt = startedAt;
        this.json = json;
        this.jsonReadWhole = json;
    }

    /** @throws io.connectprocessor.failure.FailedException when the exchange did not come through connect:claim */
    static ClaimedRequest of(Exchange exchange, ConnectEndpoint endpoint) {
        ClaimedRequest claimed = orNull(exchange);
        if (claimed == null) {
            throw endpoint.fault(
                    "there is no request in this exchange",
                    "Call it only in routes that direct:process-request reaches, and not behind a wireTap.");
        }
        return claimed;
    }

    static ClaimedRequest orNull(Exchange exchange) {
        return exchange.getProperty(ConnectHeaders.CLAIMED, ClaimedRequest.class);
    }

    /** Notes the step that now begins, and its route, and makes sure that no outcome was reached before it. */
    ClaimedRequest begin(String stepName, String routeId, ConnectEndpoint endpoint) {
        step = stepName;
        route = routeId;
        if (outcome != null) {
            throw endpoint.fault(
                    "request " + claim.id() + " already has the outcome " + outcome.label(),
                    "Exactly one of approve, fail, inquire, schedule, confirm, later ends a route: make it the last connect: step of its branch.");
        }
        return this;
    }

    Claim claim() {
        return claim;
    }

    RequestKind kind() {
        return kind;
    }

    Instant startedAt() {
        return startedAt;
    }

    long nanos() {
        return System.nanoTime() - startedNanos;
    }

    /** Null while it could not be read. */
    ConnectRequest request() {
        return request;
    }

    void request(ConnectRequest read) {
        request = read;
        json = read.body();
        jsonReadWhole = json;
    }

    /** @param answer to our changes of parameters, of which perhaps no more than the status was read */
    void saved(List<Map<String, Object>> changes, Map<String, Object> answer) {
        request = request.saved(changes, answer);
        json = answer;
    }

    /** The JSON last seen, readable as a request or not. An answer that is found to be none only now leaves the one before it. */
    Object json() {
        if (isJson(json)) {
            return json;
        }
        return request != null && isJson(request.body()) ? request.body() : jsonReadWhole;
    }

    private static boolean isJson(Object seen) {
        try {
            return !(seen instanceof Map<?, ?> map) || map.size() >= 0;
        } catch (MalformedRequestException | FailedException unreadable) {
            return false;
        }
    }

    void json(Object seen) {
        json = seen;
    }

    /** What others are told of it beside what the ledger knows. */
    Particulars particulars(Json text) {
        return new Particulars(request == null ? null : request.marketplace(), () -> text.text(json()));
    }

    /** Sets the body and remembers it, so that a body that the route set itself can be told from it. */
    void give(Exchange exchange, Object body) {
        given = body;
        exchange.getMessage().setBody(body);
    }

    boolean setByRoute(Object body) {
        return body != null && body != given;
    }

    /** The vendor's route that process-request sends it to. */
    String onRoute() {
        return switch (kind) {
            case REQUEST -> isRevoking() ? "on-revoke" : "on-" + type();
            case TIER_REQUEST -> "on-tier-config-request";
            case TIER_ACCOUNT_REQUEST -> "on-tier-account-request";
        };
    }

    boolean isRevoking() {
        return request != null && request.isRevoking();
    }

    String type() {
        return request == null ? "malformed" : request.type();
    }

    String step() {
        return step;
    }

    void step(String name) {
        step = name;
    }

    /** Of the last step that began: where it failed, if it failed. */
    String route() {
        return route;
    }

    void route(String id) {
        route = id;
    }

    Outcome outcome() {
        return outcome;
    }

    void outcome(Outcome reached) {
        outcome = reached;
    }

    Instant laterAt() {
        return laterAt;
    }

    void later(Instant at) {
        outcome = Outcome.LATER;
        laterAt = at;
    }

    /** @param why one sentence that names the date */
    void planned(Instant at, String why) {
        outcome = Outcome.PLANNED;
        laterAt = at;
        cause = why;
    }

    void failed(Failure reached, String why, String whatToDo, boolean counts) {
        failure = reached;
        cause = why;
        advice = whatToDo;
        countsAttempt = counts;
    }

    Failure failure() {
        return failure;
    }

    String cause() {
        return cause;
    }

    String advice() {
        return advice;
    }

    boolean countsAttempt() {
        return countsAttempt;
    }

    /** Calls that a shadow did not make, in order; a multicast may hold several at once. */
    List<HeldCall> held() {
        return held;
    }

    void hold(HeldCall call) {
        held.add(call);
    }

    /** The request as it would be after the writes that a shadow held; null before the first. */
    ShadowRequest shadow() {
        return shadow;
    }

    void shadow(ShadowRequest made) {
        shadow = made;
    }

    /** True once the ledger holds the end of this work. */
    boolean written() {
        return written;
    }

    void markWritten() {
        written = true;
    }
}
