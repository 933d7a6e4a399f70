package io.connectprocessor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Set;

/** Which key may do what: all but accepting usage with the one key, until the distributor has one of its own. */
final class Roles {

    private static final Set<String> OF_DISTRIBUTORS =
            Set.of("revoke", "purchase", "submit", "validate", "create-account-request");
    private static final Set<String> OF_VENDORS = Set.of(
            "approve",
            "fail",
            "inquire",
            "schedule",
            "confirm",
            "tier-approve",
            "tier-fail",
            "tier-inquire",
            "account-accept",
            "account-ignore",
            "create-usage-file",
            "update-usage-file",
            "upload-usage-file",
            "submit-usage-file",
            "delete-usage-file",
            "reprocess-usage-file");

    /** The vendor's key never does for these: a vendor does not accept its own usage. */
    private static final Set<String> OF_DISTRIBUTORS_ALONE =
            Set.of("accept-usage-file", "reject-usage-file", "close-usage-file");

    private final String vendorKey;

    /** Null: the vendor's key does for all. */
    private final String distributorKey;

    private final ObjectMapper mapper;

    Roles(String vendorKey, String distributorKey, ObjectMapper mapper) {
        this.vendorKey = vendorKey;
        this.distributorKey = distributorKey;
        this.mapper = mapper;
    }

    boolean knows(String key) {
        return vendorKey.equals(key) || distributorKey != null && distributorKey.equals(key);
    }

    boolean mayNot(String key, String action, Call call) {
        if (vendorKey.equals(key) && OF_DISTRIBUTORS_ALONE.contains(action)) {
            return true;
        }
        if (distributorKey == null) {
            return false;
        }
        return vendorKey.equals(key)
                ? OF_DISTRIBUTORS.contains(action) || action.equals("create-request") && isDistributors(call)
                : OF_VENDORS.contains(action);
    }

    /** A vendor makes adjustments, and requests outside production. */
    private boolean isDistributors(Call call) {
        try {
            JsonNode body = mapper.readTree(call.body());
            String environment =
                    body.path("asset").path("connection").path("type").asText("production");
            return !body.path("type").asText().equals("adjustment") && environment.equals("production");
        } catch (IOException e) {
            return false;
        }
    }
}
