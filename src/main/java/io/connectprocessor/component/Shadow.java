package io.connectprocessor.component;

import io.connectprocessor.connect.ConnectRequest;
import io.connectprocessor.connect.Json;
import io.connectprocessor.connect.LastLook;
import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.failure.Api;
import io.connectprocessor.http.HttpAnswer;
import io.connectprocessor.http.HttpCall;
import io.connectprocessor.http.StandIn;
import io.connectprocessor.ledger.Ledger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;

/**
 * Makes a component a shadow: it reads at Connect, and does nothing else. No other method than GET reaches Connect, nothing reaches the vendor,
 * and no Camel endpoint is called whose scheme is not known to be harmless; who listens is told what would have been. A request is looked at once
 * for each {@code updated} of it; the ledger is one of its own, in memory. For one component of one context. Thread-safe.
 */
public final class Shadow implements StandIn {

    /** Told in the thread that found out. Must be quick. */
    public interface Listener {

        void looked(Look look);

        void compared(Comparison comparison);

        /** A call that belongs to no request. */
        void held(HeldCall call);
    }

    /** What remains of a look until somebody decides the request. */
    private record Verdict(Outcome outcome, String type, String template, boolean guess) {}

    private final Json json = new Json();
    private final ShadowAnswers answers;
    private final Listener listener;
    private final Clock clock;
    private final ShadowLedger ledger;
    private final ShadowGuard guard;
    private final Map<String, Verdict> verdicts = new ConcurrentHashMap<>();

    /**
     * @param answers folder with {@code <step>.json}, which may be missing
     * @param harmless schemes of endpoints that are called all the same, beside those of Camel's that stay inside this process
     */
    public Shadow(Path answers, Set<String> harmless, Listener listener, Clock clock) {
        this.answers = new ShadowAnswers(answers, json);
        this.listener = listener;
        this.clock = clock;
        this.ledger = new ShadowLedger(clock);
        this.guard = new ShadowGuard(this, harmless);
    }

    /** Before the context has an endpoint or a route. */
    public void guard(CamelContext context) {
        guard.mount(context);
    }

    boolean guards(CamelContext context) {
        return guard.isMountedOn(context);
    }

    /** The shadow's own: in memory, for this process alone. */
    public Ledger ledger() {
        return ledger;
    }

    /** The one place that everything on its way to Connect or to the vendor passes. */
    @Override
    public Optional<HttpAnswer> answer(Api api, HttpCall call, Runnable lastLook) {
        Witness witness = lastLook instanceof LastLook look && look.onlooker() instanceof Witness known ? known : null;
        if (api.equals(Api.CONNECT) && call.method().equals("GET")) {
            return witness == null ? Optional.empty() : ownRead(call, witness.claimed());
        }
        return Optional.of(api.equals(Api.CONNECT) ? connect(call, witness) : vendor(call, witness));
    }

    /** Once a write of the request was held, reading it again must show that write, as it would have. */
    private Optional<HttpAnswer> ownRead(HttpCall call, ClaimedRequest claimed) {
        ShadowRequest made = claimed.shadow();
        return made != null
                        && call.path()
                                .equals(claimed.kind().path(claimed.claim().id()))
                ? Optional.of(ok(json.bytes(made.json())))
                : Optional.empty();
    }

    private HttpAnswer connect(HttpCall call, Witness witness) {
        HeldCall held = new HeldCall(
                "connect",
                null,
                call.method(),
                call.path(),
                call.path(),
                call.query(),
                call.body(),
                HeldCall.Answer.PLATFORM);
        if (witness == null) {
            listener.held(held);
            return ok(call.body());
        }
        ClaimedRequest claimed = witness.claimed();
        claimed.hold(held);
        if (claimed.shadow() == null) {
            claimed.shadow(ShadowRequest.copyOf(claimed.kind(), claimed.json(), json));
        }
        claimed.shadow().apply(call, json);
        boolean own = call.path().startsWith(claimed.kind().path(claimed.claim().id()));
        return ok(own ? json.bytes(claimed.shadow().json()) : call.body());
    }

    private HttpAnswer vendor(HttpCall call, Witness witness) {
        String step = witness == null ? null : witness.claimed().step();
        Optional<byte[]> given = answers.of(step);
        HeldCall held = new HeldCall(
                "vendor",
                step,
                call.method(),
                witness == null || witness.place() == null ? "(a path)" : witness.place(),
                call.path(),
                call.query(),
                call.body(),
                given.isPresent() ? HeldCall.Answer.FILE : HeldCall.Answer.MADE);
        note(held, witness == null ? null : witness.claimed());
        return ok(given.orElseGet(() -> answers.made(step)));
    }

    private void note(HeldCall held, ClaimedRequest claimed) {
        if (claimed == null) {
            listener.held(held);
        } else {
            claimed.hold(held);
        }
    }

    private static HttpAnswer ok(byte[] body) {
        return new HttpAnswer(200, body == null ? "{}".getBytes(StandardCharsets.UTF_8) : body, null, null);
    }

    /**
     * In place of a Camel endpoint, or of Java code.
     *
     * @param step id of the route's node, or null
     * @param path without options: those may hold secrets
     */
    void instead(Exchange exchange, String to, String step, String method, String path) {
        ClaimedRequest claimed = ClaimedRequest.orNull(exchange);
        String once = exchange.getProperty(ConnectHeaders.STEP, String.class);
        Optional<byte[]> given = answers.of(step).or(() -> answers.of(once));
        String known = step == null ? once : step;
        HeldCall held = new HeldCall(
                to,
                known,
                method,
                known == null ? "somewhere" : known,
                path,
                null,
                bytes(exchange.getMessage().getBody()),
                given.isPresent() ? HeldCall.Answer.FILE : HeldCall.Answer.NONE);
        note(held, claimed);
        given.ifPresent(answer -> exchange.getMessage().setBody(value(answer)));
    }

    private Object value(byte[] answer) {
        try {
            return json.value(answer);
        } catch (IOException checkedBefore) {
            throw new java.io.UncheckedIOException(checkedBefore);
        }
    }

    /** A stream can be read once, and it is not ours to read. */
    private byte[] bytes(Object body) {
        if (body instanceof byte[] bytes) {
            return bytes;
        }
        if (body instanceof String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        return body instanceof Map || body instanceof List ? json.bytes(body) : null;
    }

    /** Rows that a list shows as pending: those with another {@code updated} than at the last look are looked at again. */
    void listed(Map<String, Map<String, Object>> rows) {
        rows.forEach((id, row) -> ledger.listed(id, version(row)));
    }

    private static String version(Object request) {
        return request instanceof Map<?, ?> map && map.get("updated") != null
                ? String.valueOf(map.get("updated"))
                : null;
    }

    /** The request was read, and its status says what became of it meanwhile. */
    void found(RequestKind kind, String id, Map<String, Object> request) {
        String status = String.valueOf(request.get("status"));
        if (kind.openStatuses().contains(status)) {
            return;
        }
        Verdict verdict = verdicts.remove(id);
        ledger.left(id);
        if (verdict == null || status.equals("tiers_setup") || status.equals("draft")) {
            return;
        }
        String difference = difference(verdict, status, template(request));
        Comparison.Result result = verdict.outcome() == Outcome.LATER || verdict.outcome() == Outcome.PLANNED
                ? Comparison.Result.OPEN
                : difference == null ? Comparison.Result.AGREE : Comparison.Result.DIFFER;
        listener.compared(new Comparison(
                clock.instant(),
                id,
                verdict.type(),
                verdict.outcome(),
                status,
                result,
                result == Comparison.Result.OPEN ? null : difference,
                verdict.guess()));
    }

    private static String difference(Verdict verdict, String status, String template) {
        String wanted = switch (verdict.outcome()) {
            case INQUIRED -> "inquiring";
            case CONFIRMED -> "revoked";
            default -> verdict.outcome().label();
        };
        if (!wanted.equals(status)) {
            return "it is " + status;
        }
        return verdict.outcome() == Outcome.APPROVED
                        && verdict.template() != null
                        && template != null
                        && !template.equals(verdict.template())
                ? "it is approved with template " + template + " in place of " + verdict.template()
                : null;
    }

    private static String template(Map<String, Object> request) {
        return request.get("template") instanceof Map<?, ?> template && template.get("id") instanceof String id
                ? id
                : null;
    }

    /** The work on a request has come to its end, which is nothing but a finding. */
    void settle(ClaimedRequest claimed) {
        ConnectRequest request = claimed.request();
        String id = claimed.claim().id();
        String version = version(claimed.json());
        Instant now = clock.instant();
        Look look = new Look(
                now,
                claimed.kind(),
                id,
                claimed.type(),
                request == null ? null : request.product(),
                request == null ? null : request.lane(),
                version,
                claimed.outcome(),
                claimed.cause(),
                claimed.advice(),
                claimed.laterAt() == null ? null : Duration.between(now, claimed.laterAt()),
                claimed.held());
        ledger.looked(claimed.claim(), version);
        verdicts.put(
                id,
                new Verdict(
                        look.outcome(),
                        look.type(),
                        new LookText(look).template(),
                        !look.guessedSteps().isEmpty()));
        listener.looked(look);
    }
}
