package io.connectprocessor.sandbox;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What a product supports (OpenAPI 37.0, the product's {@code capabilities}). Of a new product all are on but the validations and {@link #SIMULTANEOUS_ADJUSTMENT}. */
public enum Capability {
    /** Draft purchases can be validated and updated. */
    CART_VALIDATION("cart.validation", false),
    /** Inquiring purchases can be updated. */
    INQUIRING_VALIDATION("inquiring.validation", false),
    /** Draft changes can be validated and updated. */
    CHANGE_VALIDATION("subscription.change.validation", false),
    /** Inquiring changes can be updated. */
    CHANGE_INQUIRING_VALIDATION("subscription.change.inquiring_validation", false),
    /** An adjustment may be open beside a change. */
    SIMULTANEOUS_ADJUSTMENT("subscription.change.simultaneous_adjustment", false),
    /** Changes may carry ordering parameters. */
    EDITABLE_ORDERING_PARAMETERS("subscription.change.editable_ordering_parameters", true),
    /** Administrative Hold: without it, suspensions and resumptions are failed as soon as they are made. */
    HOLD("subscription.hold", true),
    PURCHASE_SCHEDULING("subscription.purchase.scheduling", true),
    CHANGE_SCHEDULING("subscription.change.scheduling", true),
    SUSPEND_SCHEDULING("subscription.suspend.scheduling", true),
    RESUME_SCHEDULING("subscription.resume.scheduling", true),
    CANCEL_SCHEDULING("subscription.cancel.scheduling", true),
    RENEW("subscription.renew.enable_renew", true),
    TRANSFER("subscription.transfer.enable_transfer", true),
    /** Tier Accounts Sync: without it, tier account requests are unsupported from the start. */
    TIER_UPDATES("tiers.updates", true),
    /** Draft and inquiring tier config requests of type setup can be updated. */
    TIER_SETUP_VALIDATION("tiers.configs.setup.inquiring_validation", false),
    /** Draft tier config requests of type update can be updated. */
    TIER_UPDATE_VALIDATION("tiers.configs.update.validation", false),
    /** Inquiring tier config requests of type update can be updated. */
    TIER_UPDATE_INQUIRING_VALIDATION("tiers.configs.update.inquiring_validation", false);

    private final String path;
    private final boolean usual;

    Capability(String path, boolean usual) {
        this.path = path;
        this.usual = usual;
    }

    static Set<Capability> usual() {
        Set<Capability> usual = EnumSet.noneOf(Capability.class);
        for (Capability capability : values()) {
            if (capability.usual) {
                usual.add(capability);
            }
        }
        return usual;
    }

    /** Null for the types that have none. */
    static Capability schedulingOf(String type) {
        return switch (type) {
            case "purchase" -> PURCHASE_SCHEDULING;
            case "change" -> CHANGE_SCHEDULING;
            case "suspend" -> SUSPEND_SCHEDULING;
            case "resume" -> RESUME_SCHEDULING;
            case "cancel" -> CANCEL_SCHEDULING;
            default -> null;
        };
    }

    /** As a product page shows them. */
    static Map<String, Object> json(Set<Capability> on, Product product) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("ppu", payAsYouGo(product.payAsYouGo()));
        for (Capability capability : values()) {
            put(json, capability.path, on.contains(capability));
        }
        put(json, "tiers.configs.level", product.tierLevels());
        put(json, "subscription.schema", "evergreen");
        return json;
    }

    /** Null for a product without. */
    private static Map<String, Object> payAsYouGo(Product.PayAsYouGo of) {
        if (of.schema() == null) {
            return null;
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", of.schema());
        json.put("dynamic", of.dynamic());
        json.put("predictive", false);
        json.put("future", false);
        json.put("late", false);
        json.put("required_custom_fields", of.customFields());
        return json;
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> json, String path, Object value) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            json.put(path, value);
            return;
        }
        put(
                (Map<String, Object>) json.computeIfAbsent(path.substring(0, dot), key -> new LinkedHashMap<>()),
                path.substring(dot + 1),
                value);
    }
}
