package io.connectprocessor.connect;

import io.connectprocessor.failure.Redaction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A request, read and checked whole. What the platform sent stays in {@link #body()}, unknown fields included.
 *
 * @param kind fulfillment, tier configuration or tier account request
 * @param id {@code PR-…}, {@code TCR-…} or {@code TAR-…}
 * @param type purchase, change, suspend, resume, cancel, adjustment, renew, transfer; setup, update, adjustment for tiers; update for accounts
 * @param status as the platform names it
 * @param lane the asset's id, the tier configuration's or the account's
 * @param product the product's id
 * @param marketplace {@code MP-…}, or null when the request does not say it
 * @param environment preview, test or production; null when a request of a tier or an account does not say it
 * @param tierLevel 1 or 2 for a tier request, 0 otherwise
 * @param body the JSON as Maps and Lists
 * @param presumed the parameters as last read, with what we saved since; null when the body was read. Good for seeing that nothing is to be done, and
 *     for nothing else: others may have changed them too
 */
public record ConnectRequest(
        RequestKind kind,
        String id,
        String type,
        String status,
        String lane,
        String product,
        String marketplace,
        String environment,
        int tierLevel,
        Map<String, Object> body,
        List<Map<String, Object>> presumed) {

    static final String REVOKING = "revoking";

    private static final String PENDING = "pending";
    private static final String PLANNED = "planned_date";

    /**
     * Reads a request and checks every part that routes and payloads rely on.
     *
     * @throws MalformedRequestException naming the place and what stands there
     */
    public static ConnectRequest read(RequestKind kind, Map<String, Object> json) {
        Place root = new Place(json, null, null);
        String id = root.text("id");
        String type = root.text("type");
        if (!kind.types().contains(type)) {
            throw new MalformedRequestException("type is \"" + cut(type) + "\", which is none of the documented types");
        }
        String status = root.text("status");
        if (PENDING.equals(status)) {
            root.plannedDate();
        }
        String marketplace = marketplaceOf(kind, json);
        if (kind == RequestKind.REQUEST) {
            Place asset = root.object("asset");
            asset.parameters("params");
            asset.items("items");
            Place product = asset.object("product");
            Place connection = asset.object("connection");
            asset.optionalObject("tiers");
            return new ConnectRequest(
                    kind,
                    id,
                    type,
                    status,
                    asset.text("id"),
                    product.text("id"),
                    marketplace,
                    connection.text("type"),
                    0,
                    json,
                    null);
        }
        if (kind == RequestKind.TIER_ACCOUNT_REQUEST) {
            Place account = root.object("account");
            Place product = root.object("product");
            return new ConnectRequest(
                    kind,
                    id,
                    type,
                    status,
                    account.text("id"),
                    product.text("id"),
                    marketplace,
                    environmentOf(kind, json),
                    0,
                    json,
                    null);
        }
        root.parameters("params");
        Place configuration = root.object("configuration");
        configuration.object("account").text("id");
        return new ConnectRequest(
                kind,
                id,
                type,
                status,
                configuration.text("id"),
                configuration.object("product").text("id"),
                marketplace,
                environmentOf(kind, json),
                configuration.level("tier_level"),
                json,
                null);
    }

    /**
     * The same request after parameters of it were saved.
     *
     * @param changes which the platform took, as they were sent: each with {@code id} and what changed
     * @param answer which is checked by whoever looks at more of it than its status
     * @throws MalformedRequestException when it has none
     */
    public ConnectRequest saved(List<Map<String, Object>> changes, Map<String, Object> answer) {
        Map<Object, Map<String, Object>> byId = new HashMap<>();
        changes.forEach(change -> byId.put(change.get("id"), change));
        List<Map<String, Object>> now = (presumed == null ? parameters() : presumed)
                .stream()
                        .map(parameter -> changed(parameter, byId.get(parameter.get("id"))))
                        .toList();
        return new ConnectRequest(
                kind, id, type, statusOf(answer), lane, product, marketplace, environment, tierLevel, answer, now);
    }

    private static Map<String, Object> changed(Map<String, Object> parameter, Map<String, Object> change) {
        if (change == null) {
            return parameter;
        }
        Map<String, Object> now = new HashMap<>(parameter);
        now.putAll(change);
        return now;
    }

    /** The request's id, or null when none can be read. Never throws. */
    public static String idOf(Map<String, Object> json) {
        return json.get("id") instanceof String id && !id.isBlank() ? id : null;
    }

    /** The id of the asset, tier configuration or account, or null when none can be read. Never throws. */
    public static String laneOf(RequestKind kind, Map<String, Object> json) {
        return textAt(json, subject(kind), "id");
    }

    private static String subject(RequestKind kind) {
        return switch (kind) {
            case REQUEST -> "asset";
            case TIER_REQUEST -> "configuration";
            case TIER_ACCOUNT_REQUEST -> "account";
        };
    }

    /** The type as sent, documented or not, or null when none can be read. Never throws. */
    public static String typeOf(Map<String, Object> json) {
        return textAt(json, "type");
    }

    /** @throws MalformedRequestException when there is none: what became of the request cannot be told then */
    public static String statusOf(Map<String, Object> json) {
        return new Place(json, null, null).text("status");
    }

    /** The product's id, or null when none can be read. Never throws. */
    public static String productOf(RequestKind kind, Map<String, Object> json) {
        return kind == RequestKind.TIER_ACCOUNT_REQUEST
                ? textAt(json, "product", "id")
                : textAt(json, subject(kind), "product", "id");
    }

    /**
     * The marketplace's id, {@code MP-…}, or null when none can be read. Public fixtures have it in the asset or configuration, at the root, or
     * both. Never throws.
     */
    public static String marketplaceOf(RequestKind kind, Map<String, Object> json) {
        String inside = textAt(json, kind == RequestKind.REQUEST ? "asset" : "configuration", "marketplace", "id");
        return inside != null ? inside : textAt(json, "marketplace", "id");
    }

    /** preview, test or production, or null when none can be read. Never throws. */
    public static String environmentOf(RequestKind kind, Map<String, Object> json) {
        if (kind == RequestKind.REQUEST) {
            return textAt(json, "asset", "connection", "type");
        }
        if (kind == RequestKind.TIER_ACCOUNT_REQUEST) {
            return textAt(json, "account", "environment");
        }
        String said = textAt(json, "environment");
        return said != null ? said : textAt(json, "configuration", "connection", "type");
    }

    /** 1 or 2, of a tier request; 0 when none can be read. Never throws. */
    public static int tierLevelOf(Map<String, Object> json) {
        String level = json.get("configuration") instanceof Map<?, ?> configuration
                ? String.valueOf(configuration.get("tier_level"))
                : "";
        return level.equals("1") || level.equals("2") ? Integer.parseInt(level) : 0;
    }

    /** The id of the tier configuration above that of a tier request, or null when none can be read. Never throws. */
    public static String parentConfigurationOf(Map<String, Object> json) {
        return textAt(json, "parent_configuration", "id");
    }

    /** When the platform created it, or the epoch when no stamp can be read. Never throws. */
    public static Instant createdOf(RequestKind kind, Map<String, Object> json) {
        String stamp = createdText(json);
        try {
            return stamp == null ? Instant.EPOCH : OffsetDateTime.parse(stamp).toInstant();
        } catch (DateTimeParseException unreadable) {
            return Instant.EPOCH;
        }
    }

    /** {@code created} as sent, or {@code events.created.at}, where requests of tiers and accounts keep it; null when neither is there. */
    public static String createdText(Map<String, Object> json) {
        String stamp = textAt(json, "created");
        return stamp != null ? stamp : textAt(json, "events", "created", "at");
    }

    /** The distributor takes a scheduled request back, and waits for the vendor to confirm that nothing is left of it. */
    public boolean isRevoking() {
        return REVOKING.equals(status);
    }

    /** As {@link #isRevoking()}. Never throws. */
    public static boolean isRevoking(Map<String, Object> json) {
        return REVOKING.equals(json.get("status"));
    }

    /**
     * When the distributor wants a pending request to be carried out, or when a scheduled one is due; empty when nothing is planned. A date
     * alone is its midnight, one without offset is UTC.
     *
     * @throws java.time.DateTimeException when the request is not pending and what it has is no date
     */
    public Optional<Instant> plannedDate() {
        return PlannedDate.of(body.get(PLANNED));
    }

    /** The value of a parameter: its text, or its structured value when that is what it has; null when absent or empty. */
    public Object parameter(String parameterId) {
        Map<String, Object> parameter = find(parameterId);
        if (parameter == null) {
            return null;
        }
        Object value = parameter.get("value");
        if (value instanceof String text && !text.isEmpty() || value != null && !(value instanceof String)) {
            return value;
        }
        return parameter.get("structured_value");
    }

    /**
     * Ids of the parameters that an approval needs and that are empty: required, of the fulfillment phase, of the request's own scope. Hidden
     * ones count, as the vendor fills them. What the platform does not say of a parameter is not held against it.
     */
    public List<String> missingForApproval() {
        return presumed != null && missing(presumed).isEmpty() ? List.of() : missing(parameters());
    }

    private List<String> missing(List<Map<String, Object>> parameters) {
        List<String> missing = new ArrayList<>();
        for (Map<String, Object> parameter : parameters) {
            if (isRequiredOfVendor(parameter)
                    && isEmpty(parameter.get("value"))
                    && isEmpty(parameter.get("structured_value"))) {
                missing.add(String.valueOf(parameter.get("id")));
            }
        }
        return missing;
    }

    /** The parameters of the request's own scope that carry a {@code value_error}, as the platform sent them. */
    public List<Map<String, Object>> parametersWithError() {
        return withError(parameters());
    }

    /** As {@link #parametersWithError()}, but an answer to what we saved is read only if some were known before and are not cleared by that. */
    public List<Map<String, Object>> errorsToClear() {
        return presumed != null && withError(presumed).isEmpty() ? List.of() : parametersWithError();
    }

    private List<Map<String, Object>> withError(List<Map<String, Object>> parameters) {
        List<Map<String, Object>> wrong = new ArrayList<>();
        for (Map<String, Object> parameter : parameters) {
            if (parameter.get("value_error") instanceof String error && !error.isEmpty() && isOwn(parameter)) {
                wrong.add(parameter);
            }
        }
        return wrong;
    }

    /** A hash of all values and their errors: another one says that somebody has changed some. 64 characters. */
    public String fingerprint() {
        List<String> shown = parameters().stream()
                .map(parameter -> Stream.of("id", "value", "structured_value", "value_error")
                        .map(field -> String.valueOf(parameter.get(field)))
                        .collect(Collectors.joining("\u0000")))
                .sorted()
                .toList();
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(String.join("\u0001", shown).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private boolean isOwn(Map<String, Object> parameter) {
        String own = kind == RequestKind.REQUEST ? "asset" : "tier" + tierLevel;
        return parameter.get("scope") == null || own.equals(parameter.get("scope"));
    }

    private boolean isRequiredOfVendor(Map<String, Object> parameter) {
        return "fulfillment".equals(parameter.get("phase"))
                && isOwn(parameter)
                && parameter.get("constraints") instanceof Map<?, ?> constraints
                && Boolean.TRUE.equals(constraints.get("required"));
    }

    private static boolean isEmpty(Object value) {
        return value == null
                || value instanceof String text && text.isEmpty()
                || value instanceof Map<?, ?> map && map.isEmpty()
                || value instanceof List<?> list && list.isEmpty();
    }

    /** The parameter as the platform sent it, or null. */
    public Map<String, Object> find(String parameterId) {
        for (Map<String, Object> parameter : parameters()) {
            if (parameterId.equals(parameter.get("id"))) {
                return parameter;
            }
        }
        return null;
    }

    /** All parameters as the platform sent them; none of a tier account request, which has none. */
    @SuppressWarnings("unchecked")
    public List<Map<String, Object>> parameters() {
        if (kind == RequestKind.TIER_ACCOUNT_REQUEST) {
            return List.of();
        }
        Object holder = kind == RequestKind.REQUEST ? body.get("asset") : body;
        return (List<Map<String, Object>>) ((Map<String, Object>) holder).get("params");
    }

    /** The lines of the order, in its order; none for requests of tiers. */
    @SuppressWarnings("unchecked")
    public List<OrderItem> items() {
        if (kind != RequestKind.REQUEST) {
            return List.of();
        }
        List<Map<String, Object>> items =
                (List<Map<String, Object>>) ((Map<String, Object>) body.get("asset")).get("items");
        return items.stream().map(OrderItem::read).toList();
    }

    private static String textAt(Map<String, Object> json, String... path) {
        Object at = json;
        for (String step : path) {
            if (!(at instanceof Map<?, ?> map)) {
                return null;
            }
            at = map.get(step);
        }
        return at instanceof String text && !text.isBlank() ? text : null;
    }

    private static String cut(String text) {
        String line = Redaction.oneLine(text);
        return line.length() <= 40 ? line : line.substring(0, 40) + "…";
    }

    /** An object of the request and where it stands, so that a fault can be named. */
    private record Place(Map<String, Object> json, Place around, String name) {

        private String path() {
            return around == null ? "" : around.path() + name + ".";
        }

        String text(String field) {
            Object value = json.get(field);
            if (value instanceof String text && !text.isBlank()) {
                return text;
            }
            throw fault(field, value, "a text");
        }

        /** OpenAPI 37.0 types the level as a string; public fixtures have numbers. */
        int level(String field) {
            String level = String.valueOf(json.get(field));
            if (level.equals("1") || level.equals("2")) {
                return Integer.parseInt(level);
            }
            throw fault(field, json.get(field), "1 or 2");
        }

        @SuppressWarnings("unchecked")
        Place object(String field) {
            Object value = json.get(field);
            if (value instanceof Map<?, ?> map) {
                return new Place((Map<String, Object>) map, this, field);
            }
            throw fault(field, value, "an object");
        }

        void optionalObject(String field) {
            if (json.get(field) != null) {
                object(field);
            }
        }

        void parameters(String field) {
            String listed = field + "[]";
            for (Object entry : list(field)) {
                new Place(member(field, entry), this, listed).text("id");
            }
        }

        void items(String field) {
            String listed = field + "[]";
            for (Object entry : list(field)) {
                Place item = new Place(member(field, entry), this, listed);
                item.text("id");
                Object quantity = item.json.get("quantity");
                if (!(quantity instanceof String) && !(quantity instanceof Number)) {
                    throw item.fault("quantity", quantity, "a text or a number");
                }
                Object mpn = item.json.get("mpn");
                if (mpn != null && !(mpn instanceof String)) {
                    throw item.fault("mpn", mpn, "a text");
                }
            }
        }

        void plannedDate() {
            Object value = json.get(PLANNED);
            try {
                PlannedDate.of(value);
            } catch (DateTimeException noDate) {
                throw value instanceof String text
                        ? new MalformedRequestException(
                                path() + PLANNED + " is \"" + cut(text) + "\" instead of a date and time")
                        : fault(PLANNED, value, "a date and time");
            }
        }

        private List<?> list(String field) {
            if (json.get(field) instanceof List<?> list) {
                return list;
            }
            throw fault(field, json.get(field), "a list");
        }

        @SuppressWarnings("unchecked")
        private Map<String, Object> member(String field, Object entry) {
            if (entry instanceof Map<?, ?> map) {
                return (Map<String, Object>) map;
            }
            throw fault(field + "[]", entry, "an object");
        }

        private MalformedRequestException fault(String field, Object value, String wanted) {
            String found = value != null
                    ? describe(value)
                    : json.containsKey(field) || field.endsWith("[]") ? "null" : "absent";
            return new MalformedRequestException(path() + field + " is " + found + " instead of " + wanted);
        }

        private static String describe(Object value) {
            if (value instanceof String text) {
                return text.isBlank() ? "blank" : "a text";
            }
            return value instanceof Map
                    ? "an object"
                    : value instanceof List ? "a list" : value instanceof Boolean ? "a boolean" : "a number";
        }
    }
}
