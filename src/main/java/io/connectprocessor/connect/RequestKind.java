package io.connectprocessor.connect;

import java.util.List;

/**
 * The kinds of request that a vendor answers; their payloads differ (OpenAPI 37.0, /requests, /tier/config-requests and
 * /tier/account-requests).
 */
public enum RequestKind {
    REQUEST(
            "request",
            "requests",
            "requests",
            List.of("purchase", "change", "suspend", "resume", "cancel", "adjustment", "renew", "transfer"),
            List.of("pending", ConnectRequest.REVOKING)),
    TIER_REQUEST(
            "tier-request",
            "tier-requests",
            "tier/config-requests",
            List.of("setup", "update", "adjustment"),
            List.of("pending")),
    /** The data of a customer's or reseller's account have changed: accepted or ignored, never approved or failed. */
    TIER_ACCOUNT_REQUEST(
            "tier-account-request",
            "tier-account-requests",
            "tier/account-requests",
            List.of("update"),
            List.of("pending"));

    private final String label;
    private final String resource;
    private final String path;
    private final List<String> types;
    private final List<String> openStatuses;

    RequestKind(String label, String resource, String path, List<String> types, List<String> openStatuses) {
        this.label = label;
        this.resource = resource;
        this.path = path;
        this.types = types;
        this.openStatuses = openStatuses;
    }

    /** {@code request}, {@code tier-request} or {@code tier-account-request}, as in the header {@code ConnectRequestKind}. */
    public String label() {
        return label;
    }

    /** {@code requests}, {@code tier-requests} or {@code tier-account-requests}, as in the option {@code resource}. */
    public String resource() {
        return resource;
    }

    /** Its documented types, as the platform names them. */
    public List<String> types() {
        return types;
    }

    /** The statuses in which a request waits for the vendor: {@code pending}, and for a fulfillment request {@code revoking} too. */
    public List<String> openStatuses() {
        return openStatuses;
    }

    String collectionPath() {
        return "/" + path;
    }

    /** Where a request is, below the API's base URL. */
    public String path(String id) {
        return "/" + path + "/" + Json.percentEncode(id);
    }

    /** @throws IllegalArgumentException naming those that exist */
    public static RequestKind ofResource(String resource) {
        for (RequestKind kind : values()) {
            if (kind.resource.equals(resource)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("There is no resource \"" + resource
                + "\". Write resource: requests, resource: tier-requests or resource: tier-account-requests.");
    }

    /** @throws IllegalArgumentException for another label */
    public static RequestKind ofLabel(String label) {
        for (RequestKind kind : values()) {
            if (kind.label.equals(label)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("There is no request kind \"" + label + "\".");
    }
}
