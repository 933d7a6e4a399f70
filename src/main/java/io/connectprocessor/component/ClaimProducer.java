package io.connectprocessor.component;

import io.connectprocessor.connect.ConnectRequest;
import io.connectprocessor.connect.MalformedRequestException;
import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.failure.Api;
import io.connectprocessor.ledger.Ledger.Claiming;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Claims the request of the message; the route goes on only if it is ours, still waits for the vendor and is shaped as documented. From here on the exchange
 * carries the request, and the headers of {@link ConnectHeaders}, exactly these.
 */
final class ClaimProducer extends ConnectStep {

    private static final Logger LOG = LoggerFactory.getLogger(ClaimProducer.class);
    private static final String MDC_KEY = "request";
    /** So long ago that the request is read again before any effect. */
    private static final Instant NEVER = Instant.EPOCH;

    ClaimProducer(ConnectEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    public void process(Exchange exchange) {
        Map<String, Object> row = row(exchange);
        RequestKind kind = kind(exchange);
        String id = ConnectRequest.idOf(row);
        if (id == null) {
            throw endpoint().fault("the message holds no request with an id", "Send what connect:list gives.");
        }
        if (!runtime().types().includes(kind, ConnectRequest.typeOf(row))) {
            LOG.debug("{} is left alone: process.types leaves its type out", id);
            runtime().intake().end(id);
            exchange.setRouteStop(true);
            return;
        }
        Instant askedAt = isOurs(exchange, kind, row) ? askedAt(exchange) : NEVER;
        runtime().intake().begin(id);
        MDC.put(MDC_KEY, id);
        Handover.Turn turn = runtime().handover().begin(id);
        exchange.getExchangeExtension().addOnCompletion(new End(id, turn));
        if (!runtime().handover().local()) {
            awaitRoom(id, runtime().vendors().of(kind, row));
        }
        Claiming claiming = turn.claim(askedAt);
        if (claiming instanceof Claiming.Granted granted) {
            RequestKind noted = RequestKind.ofLabel(granted.claim().kind());
            ClaimedRequest claimed =
                    new ClaimedRequest(granted.claim(), noted, runtime().clock().instant(), row);
            claimed.step("claim");
            exchange.setProperty(ConnectHeaders.CLAIMED, claimed);
            take(exchange, claimed, row, noted == kind ? askedAt : NEVER);
        } else {
            LOG.debug("{} is not worked on now: {}", id, claiming);
            exchange.setRouteStop(true);
        }
    }

    /** The pass that gave it out may have been another node's, which knows nothing of an outage seen from here. */
    private void awaitRoom(String id, Api vendor) {
        try {
            runtime().intake().awaitRoom(id, vendor);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(Exchange exchange, ClaimedRequest claimed, Map<String, Object> row, Instant askedAt) {
        boolean expiring = claimed.claim().expiring() != null;
        boolean old = askedAt.plus(runtime().recheckAfter())
                .isBefore(runtime().ledger().now());
        ConnectRequest request = claimed.claim().recheck() || old || expiring ? null : readOrNull(claimed.kind(), row);
        if (request == null) {
            Map<String, Object> fresh = runtime()
                    .connectFor(claimed)
                    .get(claimed.kind(), claimed.claim().id());
            runtime().intake().answered(Api.CONNECT, false);
            claimed.json(fresh);
            runtime()
                    .shadow()
                    .ifPresent(shadow ->
                            shadow.found(claimed.kind(), claimed.claim().id(), fresh));
            String status = ConnectRequest.statusOf(fresh);
            if (!claimed.kind().openStatuses().contains(status)) {
                ConnectRequest readable = readOrNull(claimed.kind(), fresh);
                if (readable != null) {
                    claimed.request(readable);
                }
                new Dropping(runtime()).write(claimed, status);
                exchange.setRouteStop(true);
                return;
            }
            if (!runtime().people().assignees().includes(claimed.kind(), fresh)) {
                new Dropping(runtime())
                        .leave(claimed, "assigned to somebody whose requests process.assignee leaves out");
                exchange.setRouteStop(true);
                return;
            }
            request = ConnectRequest.read(claimed.kind(), fresh);
            if (expiring
                    && !request.isRevoking()
                    && new Unanswered(runtime(), claimed.kind()).failIfUnanswered(claimed, request)) {
                exchange.setRouteStop(true);
                return;
            }
        }
        claimed.request(request);
        if (new Planning(runtime()).defers(claimed)) {
            exchange.setRouteStop(true);
            return;
        }
        exchange.setProperty(ConnectHeaders.PARAMETERS, new ParameterView(claimed));
        exchange.setProperty(ConnectHeaders.ANSWERS, answers(claimed));
        exchange.setProperty(ConnectHeaders.ITEMS, new ItemsView(claimed, endpoint()));
        exchange.setProperty(
                ConnectHeaders.SETTINGS, new SettingsView(runtime().settings(), claimed, exchange.getContext()));
        exchange.getMessage().setHeaders(headers(claimed));
        claimed.give(exchange, request.body());
    }

    private static ConnectRequest readOrNull(RequestKind kind, Map<String, Object> row) {
        try {
            return ConnectRequest.read(kind, row);
        } catch (MalformedRequestException readAgain) {
            return null; // a list may leave out what the single request has: it is read by id before it is judged
        }
    }

    private static Map<String, Object> headers(ClaimedRequest claimed) {
        ConnectRequest request = claimed.request();
        Map<String, Object> headers = new HashMap<>();
        headers.put(ConnectHeaders.REQUEST_ID, request.id());
        headers.put(ConnectHeaders.REQUEST_TYPE, request.type());
        headers.put(ConnectHeaders.REQUEST_KIND, request.kind().label());
        headers.put(ConnectHeaders.REQUEST_STATUS, request.status());
        headers.put(ConnectHeaders.PRODUCT_ID, request.product());
        headers.put(ConnectHeaders.ATTEMPT, claimed.claim().attempts() + 1);
        switch (request.kind()) {
            case REQUEST -> headers.put(ConnectHeaders.ASSET_ID, request.lane());
            case TIER_REQUEST -> headers.put(ConnectHeaders.TIER_LEVEL, request.tierLevel());
            case TIER_ACCOUNT_REQUEST -> headers.put(ConnectHeaders.ACCOUNT_ID, request.lane());
        }
        return headers;
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> row(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        if (body instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        try {
            return runtime()
                    .json()
                    .object(
                            body instanceof byte[] bytes
                                    ? bytes
                                    : String.valueOf(body).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw endpoint()
                    .fault("the message is not a request", "Send what connect:list gives, as a Map or as JSON.");
        }
    }

    private static RequestKind kind(Exchange exchange) {
        String label = exchange.getMessage().getHeader(ConnectHeaders.REQUEST_KIND, String.class);
        return label == null ? RequestKind.REQUEST : RequestKind.ofLabel(label);
    }

    /** Of what lies in a queue at a broker, others may have written it: then its id is all that is taken from it. */
    private boolean isOurs(Exchange exchange, RequestKind kind, Map<String, Object> row) {
        Message message = exchange.getMessage();
        return runtime().handover().local()
                || runtime()
                        .seal()
                        .fits(
                                message.getHeader(ConnectHeaders.SEAL, String.class),
                                kind.label(),
                                askedAt(exchange).toEpochMilli(),
                                row);
    }

    /** A message that does not say when it was asked for is taken as old, so that it is read again. */
    private static Instant askedAt(Exchange exchange) {
        Long millis = exchange.getMessage().getHeader(ConnectHeaders.ASKED_AT, Long.class);
        return millis == null ? NEVER : Instant.ofEpochMilli(millis);
    }

    /** Whatever happened, the claim does not outlive its exchange. */
    private final class End extends SynchronizationAdapter {

        private final String id;
        private final Handover.Turn turn;

        End(String id, Handover.Turn turn) {
            this.id = id;
            this.turn = turn;
        }

        @Override
        public void onDone(Exchange exchange) {
            ClaimedRequest claimed = ClaimedRequest.orNull(exchange);
            try {
                if (claimed != null && !claimed.written()) {
                    LOG.error(
                            "{} came to no end that could be written down; it goes back and is seen again by the next poll",
                            id);
                    runtime().ledger().handBack(claimed.claim());
                }
            } catch (RuntimeException e) {
                LOG.error("{} could not be given back: {}", id, e.getMessage());
            } finally {
                turn.over();
                runtime().intake().end(id);
                MDC.remove(MDC_KEY);
            }
        }
    }
}
