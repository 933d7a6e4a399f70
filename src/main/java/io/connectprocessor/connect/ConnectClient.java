package io.connectprocessor.connect;

import io.connectprocessor.failure.Api;
import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.Failure;
import io.connectprocessor.failure.FailureClassifier;
import io.connectprocessor.failure.FailureKind;
import io.connectprocessor.http.HttpAnswer;
import io.connectprocessor.http.HttpGateway;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The platform's API. Every method sends one call, or throws {@link FailedException} with the failure classified; an action whose answer was
 * lost on the way is recognised by reading the request again. Thread-safe.
 */
public final class ConnectClient {

    private static final Pattern STATUS = Pattern.compile("[a-z_]{1,30}");

    private static final Set<String> PENDING = Set.of("pending");

    /** Others may bring a pending request into these, and it goes on from there. */
    private static final Set<String> OPEN = Set.of("inquiring", "scheduled", ConnectRequest.REVOKING);

    private static final Onlooker NOBODY = new Onlooker() {
        @Override
        public void sends(String what, boolean anew) {}

        @Override
        public void answered(String how) {}
    };

    private final HttpGateway gateway;
    private final Json json;
    private final Clock clock;
    private final Onlooker onlooker;

    public ConnectClient(HttpGateway gateway, Json json, Clock clock) {
        this(gateway, json, clock, NOBODY);
    }

    private ConnectClient(HttpGateway gateway, Json json, Clock clock, Onlooker onlooker) {
        this.gateway = gateway;
        this.json = json;
        this.clock = clock;
        this.onlooker = onlooker;
    }

    /** The same client for one piece of work. */
    public ConnectClient watchedBy(Onlooker somebody) {
        return new ConnectClient(gateway, json, clock, somebody);
    }

    /** @param encodedQuery RQL, percent-encoded */
    public Page list(RequestKind kind, String encodedQuery) {
        return send(new ListCall(kind.collectionPath(), kind.resource(), encodedQuery));
    }

    /** One page of a product's templates. */
    public Page templates(String product, String encodedQuery) {
        return part(product, ProductPart.TEMPLATES, encodedQuery);
    }

    /** One page of what a product is made of. */
    public Page part(String product, ProductPart part, String encodedQuery) {
        return send(new ListCall(
                "/products/" + Json.percentEncode(product) + "/" + part.plural(),
                part.plural() + " of " + product,
                encodedQuery));
    }

    /** What time it is at the platform, to the second, asked with a read of the product; empty when its answers do not say. */
    public Optional<Instant> clock(String product) {
        return send(new ClockCall(GetCall.ofProduct(product)));
    }

    public Map<String, Object> get(RequestKind kind, String id) {
        return send(GetCall.ofRequest(kind, id));
    }

    public Map<String, Object> product(String id) {
        return send(GetCall.ofProduct(id));
    }

    /**
     * @param params each with {@code id} and what changes: {@code value}, {@code structured_value}, {@code value_error}
     * @throws MovedOnException when the customer is being asked, or it is scheduled or revoking: the platform takes no values of the vendor meanwhile
     */
    public Map<String, Object> update(RequestKind kind, String id, List<Map<String, Object>> params) {
        UpdateCall call = new UpdateCall(kind, id, params);
        try {
            return send(call);
        } catch (FailedException failed) {
            if (failed.failure().status() == 400) {
                refusedAfterMovingOn(call.tries(), failed, reread(kind, id, failed), PENDING);
            }
            throw failed;
        }
    }

    private static void refusedAfterMovingOn(
            String tries, FailedException failed, Map<String, Object> now, Set<String> from) {
        if (now.get("status") instanceof String status && OPEN.contains(status) && !from.contains(status)) {
            throw new MovedOnException(tries, status, now, failed);
        }
    }

    /** @return the request after it, or null when the platform sent none */
    public Map<String, Object> approve(RequestKind kind, String id, String templateId) {
        return approve(kind, id, new Approval(templateId, null, null));
    }

    /**
     * @return the request after it, or null when the platform sent none
     * @throws MovedOnException when it is scheduled or revoking meanwhile
     */
    public Map<String, Object> approve(RequestKind kind, String id, Approval approval) {
        // The platform approves what is being inquired (its own words for REQ_003), but fails only what is pending.
        return act(ActionCall.approve(kind, id, approval), Set.of("pending", "inquiring"), Set.of("approved"));
    }

    /**
     * @return the request after it, or null when the platform sent none
     * @throws MovedOnException when the customer is being asked, or it is scheduled or revoking meanwhile
     */
    public Map<String, Object> fail(RequestKind kind, String id, String reason) {
        return act(ActionCall.fail(kind, id, reason), PENDING, Set.of("failed"));
    }

    /**
     * @param templateId null for a tier request, which takes none; optional for a request
     * @return the request after it, or null when the platform sent none
     */
    public Map<String, Object> inquire(RequestKind kind, String id, String templateId) {
        return act(ActionCall.inquire(kind, id, templateId), PENDING, Set.of("inquiring"));
    }

    /**
     * Leaves a pending fulfillment request for later; the platform shows it as pending again when the date is reached. OpenAPI 37.0 has no such
     * call for tier requests.
     *
     * @param plannedDate {@code YYYY-MM-DDThh:mm:ss+00:00}
     * @return the request after it, or null when the platform sent none
     */
    public Map<String, Object> schedule(String id, String plannedDate) {
        // The distributor may have taken it back before the lost answer is looked for.
        return act(
                ActionCall.schedule(RequestKind.REQUEST, id, plannedDate),
                PENDING,
                Set.of("scheduled", ConnectRequest.REVOKING));
    }

    /** Tells that nothing is left of a revoking fulfillment request. @return the request after it, or null when the platform sent none */
    public Map<String, Object> confirm(String id) {
        return act(ActionCall.confirm(RequestKind.REQUEST, id), Set.of(ConnectRequest.REVOKING), Set.of("revoked"));
    }

    /** Takes note of an account's new data. @return the tier account request after it, or null when the platform sent none */
    public Map<String, Object> accept(String id) {
        return act(ActionCall.accept(id), PENDING, Set.of("accepted"));
    }

    /** @param reason 1 to 255 characters. @return the tier account request after it, or null when the platform sent none */
    public Map<String, Object> ignore(String id, String reason) {
        return act(ActionCall.ignore(id, reason), PENDING, Set.of("ignored"));
    }

    /**
     * Back to pending without the customer's answer. A request that is pending after a refusal or a lost answer counts as brought back by
     * somebody else: the customer's own confirmation makes it pending too.
     *
     * @return the request after it, or null when the platform sent none
     * @throws MovedOnException when it was refused and is not inquiring any more
     */
    public Map<String, Object> pend(RequestKind kind, String id) {
        ActionCall call = ActionCall.pend(kind, id);
        try {
            return send(call);
        } catch (FailedException failed) {
            if (failed.failure().status() == 400) {
                Map<String, Object> now = reread(kind, id, failed);
                if (now.get("status") instanceof String status && !status.equals("inquiring")) {
                    throw new MovedOnException(call.tries(), status, now, failed);
                }
            }
            throw failed;
        }
    }

    /**
     * @param user an id or an e-mail address
     * @return the request after it, or null when the platform sent none
     */
    public Map<String, Object> assign(RequestKind kind, String id, String user) {
        return act(
                ActionCall.assign(kind, id, user), OPEN, now -> Assignee.of(now).is(user));
    }

    /** @return the request after it, or null when the platform sent none */
    public Map<String, Object> unassign(RequestKind kind, String id) {
        return act(ActionCall.unassign(kind, id), OPEN, now -> Assignee.of(now).isNobody());
    }

    /** The conversation about a request; empty when the platform has made none. */
    public Optional<Conversation> conversation(String requestId) {
        String query = "eq(instance_id," + Json.percentEncode(requestId) + ")&limit=1";
        return send(new ListCall("/conversations", "the conversation of " + requestId, query)).rows().stream()
                .filter(Map.class::isInstance)
                .map(row -> Conversation.read((Map<?, ?>) row))
                .findFirst();
    }

    /** True when the conversation holds this remark among its last 100 of that type. */
    public boolean holds(Conversation conversation, Remark remark) {
        String query = "eq(type," + remark.type() + ")&ordering(-created)&limit=100";
        String path = "/conversations/" + Json.percentEncode(conversation.id()) + "/messages";
        return send(new ListCall(path, "messages of " + conversation.id(), query)).rows().stream()
                .anyMatch(remark::isIn);
    }

    /** Writes into a conversation; a lost reply is recognised by looking. */
    public void say(Conversation conversation, Remark remark) {
        try {
            send(new RemarkCall(conversation.id(), remark));
        } catch (FailedException failed) {
            if (failed.failure().kind() != FailureKind.TRANSIENT || !holds(conversation, remark)) {
                throw failed;
            }
        }
    }

    /** With its {@code currency} (OpenAPI 37.0, GET /marketplaces/{id}). */
    public Map<String, Object> marketplace(String id) {
        return send(GetCall.ofMarketplace(id));
    }

    /** One page of assets (OpenAPI 37.0, GET /assets). */
    public Page assets(String encodedQuery) {
        return send(new ListCall("/assets", "assets", encodedQuery));
    }

    /** One page of usage files, without links to their contents. */
    public Page usageFiles(String encodedQuery) {
        return send(new ListCall(UsageFileCall.PATH, "usage files", encodedQuery));
    }

    /** @return the new file; its shape differs from the one that a read gives, save for {@code id} */
    public Map<String, Object> createUsageFile(Map<String, Object> payload) {
        return send(new CreateUsageFileCall(payload));
    }

    /** With links to its contents, which expire within seconds. */
    public Map<String, Object> usageFile(String id) {
        return send(GetCall.ofUsageFile(id));
    }

    /** Puts a workbook in place of what the file held. @return the file after it, or null when the platform sent none */
    public Map<String, Object> uploadUsageFile(String id, Path workbook, String filename) {
        UploadUsageFileCall call = new UploadUsageFileCall(id);
        return send(call, () -> gateway.upload(call.upload(workbook, filename), lastLook(call)));
    }

    /** Hands it to the provider. @return the file after it, or null when the platform sent none */
    public Map<String, Object> submitUsageFile(String id) {
        return send(new UsageFileCall(id, "submit"));
    }

    /** @return the file after it, or null when the platform sent none */
    public Map<String, Object> deleteUsageFile(String id) {
        return send(new UsageFileCall(id, "delete"));
    }

    /** Has the platform check the stored workbook again. @return the file after it, or null when the platform sent none */
    public Map<String, Object> reprocessUsageFile(String id) {
        return send(new UsageFileCall(id, "reprocess"));
    }

    /**
     * An action is never sent again blindly: the answer may have been lost after the effect, and one error code covers "already done" and
     * "not allowed" (REQ_003, TC_006, TAR_003). The request itself tells which.
     *
     * @param from statuses in which the platform takes the action
     * @param wanted statuses that tell that it happened
     */
    private Map<String, Object> act(ActionCall call, Set<String> from, Set<String> wanted) {
        return act(call, from, now -> wanted.contains(String.valueOf(now.get("status"))));
    }

    private Map<String, Object> act(ActionCall call, Set<String> from, Predicate<Map<String, Object>> done) {
        try {
            return send(call);
        } catch (FailedException failed) {
            if (!mayHaveHappened(failed.failure())) {
                throw failed;
            }
            Map<String, Object> now = reread(call.kind(), call.id(), failed);
            if (done.test(now)) {
                return now;
            }
            if (failed.failure().status() == 400) {
                refusedAfterMovingOn(call.tries(), failed, now, from);
            }
            throw failed;
        }
    }

    /** @throws FailedException the one given, when the request cannot be read */
    private Map<String, Object> reread(RequestKind kind, String id, FailedException failed) {
        try {
            return get(kind, id);
        } catch (FailedException unreadable) {
            failed.addSuppressed(unreadable);
            throw failed;
        }
    }

    private static boolean mayHaveHappened(Failure failure) {
        boolean ofAccount = failure.code() != null && failure.code().startsWith("TAR_"); // 400 or 409
        return failure.kind() == FailureKind.TRANSIENT || failure.status() == 400 || ofAccount;
    }

    private interface Sending {
        HttpAnswer send() throws IOException;
    }

    private <T> T send(ConnectCall<T> call) {
        return send(call, () -> gateway.send(call.call(json), lastLook(call)));
    }

    private LastLook lastLook(ConnectCall<?> call) {
        return new LastLook(onlooker, call.sends(), call.isMadeAnew());
    }

    private <T> T send(ConnectCall<T> call, Sending sending) {
        HttpAnswer answer;
        try {
            answer = sending.send();
        } catch (FailedException held) {
            throw new FailedException(call.tries(), held.failure(), held.advice(), held);
        } catch (IOException e) {
            onlooker.answered("no whole answer");
            throw new FailedException(call.tries(), FailureClassifier.ofCause(Api.CONNECT, e), null, e);
        }
        if (answer.status() >= 200 && answer.status() < 300) {
            try {
                T read = call.read(answer, json);
                onlooker.answered(answer.status() + statusIn(read));
                return read;
            } catch (IOException unreadable) {
                onlooker.answered(answer.status() + ", not the JSON that was expected");
                Failure failure = FailureClassifier.ofAnswer(
                        Api.CONNECT,
                        answer.status(),
                        null,
                        List.of("not the JSON that was expected"),
                        null,
                        clock.instant());
                throw new FailedException(call.tries(), failure, null, unreadable);
            }
        }
        throw refused(call, answer);
    }

    private static String statusIn(Object read) {
        return read instanceof Map<?, ?> map
                        && map.get("status") instanceof String status
                        && STATUS.matcher(status).matches()
                ? ", " + status
                : "";
    }

    private FailedException refused(ConnectCall<?> call, HttpAnswer answer) {
        String code = null;
        List<String> words = List.of();
        try {
            Map<String, Object> error = json.object(answer.body());
            code = error.get("error_code") instanceof String text ? text : null;
            words = error.get("errors") instanceof List<?> list
                    ? list.stream().limit(5).map(String::valueOf).toList()
                    : List.of();
        } catch (IOException notJson) {
            String text = new String(answer.body(), StandardCharsets.UTF_8).strip();
            words = text.isEmpty() ? List.of() : List.of(text);
        }
        boolean known = code != null && code.matches("[A-Z0-9_]{1,30}");
        onlooker.answered(answer.status() + (known ? ", " + code : ""));
        Failure failure = FailureClassifier.ofAnswer(
                Api.CONNECT, answer.status(), code, words, answer.retryAfter(), clock.instant());
        if (failure.retryAfter() != null) {
            gateway.gate().close(failure.retryAfter());
        }
        return new FailedException(call.tries(), failure, advice(failure), null);
    }

    private static String advice(Failure failure) {
        if (failure.kind() == FailureKind.UNAUTHORIZED) {
            return "Check connect.api-key: is it complete, not revoked, and allowed for this module?";
        }
        // The platform's "no such template" for a tier request.
        return "TC_012".equals(failure.code())
                ? "Name a template of the request's own product and tier, of scope tier1 or tier2: in connect.template.tier or in the"
                        + " step's template."
                : null;
    }
}
