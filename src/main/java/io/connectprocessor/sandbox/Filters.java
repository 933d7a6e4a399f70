package io.connectprocessor.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The documented filters of the collections (OpenAPI 37.0, GET /requests and GET /tier/config-requests). */
final class Filters {

    static final Set<String> REQUEST_PARTS = Set.of(
            "activation_key",
            "template",
            "asset.items",
            "asset.params",
            "asset.tiers",
            "asset.configuration",
            "asset.product.capabilities");
    static final Set<String> TIER_REQUEST_PARTS = Set.of(
            "configuration",
            "configuration.configuration",
            "configuration.params",
            "configuration.product.capabilities",
            "params",
            "template",
            "tiers");

    private static final String ALL = Property.ALL_TEXT;
    private static final String NAMES = "eq ne like ilike in out";
    private static final String DATES = "eq ne ge gt le lt in out";

    private final Clock clock;
    private final String[] environments;

    Filters(Clock clock, boolean previewFilter) {
        this.clock = clock;
        this.environments =
                previewFilter ? new String[] {"preview", "test", "production"} : new String[] {"test", "production"};
    }

    Map<String, Property<FulfillmentRequest.View>> requests() {
        List<Property<FulfillmentRequest.View>> all = new ArrayList<>();
        own(all);
        asset(all);
        connection(all);
        accounts(all);
        return byName(all);
    }

    private void own(List<Property<FulfillmentRequest.View>> all) {
        all.add(text("id", ALL, v -> v.request().id));
        all.add(text("type", NAMES, v -> v.request().type)
                .of("purchase", "cancel", "change", "suspend", "resume", "adjustment", "renew", "transfer")
                .faceted());
        all.add(text("status", NAMES, v -> v.state().status)
                .of(
                        "draft",
                        "tiers_setup",
                        "pending",
                        "inquiring",
                        "approved",
                        "failed",
                        "scheduled",
                        "revoking",
                        "revoked")
                .ordered()
                .faceted());
        all.add(Property.instant("created", DATES, v -> v.request().created));
        all.add(Property.instant("updated", DATES, v -> v.state().updated));
        all.add(text("assignee", "eq null in", v -> nullable(v.state().assignee.id())));
        all.add(text(
                "assignee.email",
                "eq ilike in",
                v -> nullable(v.state().assignee.email())));
        all.add(text(
                "template.id",
                ALL,
                v -> v.state().template == null ? null : v.state().template.id()));
        all.add(Property.integer("sli.days", "eq ge gt le lt", v -> days(v.request().created)));
    }

    private void asset(List<Property<FulfillmentRequest.View>> all) {
        all.add(text("asset.id", ALL, v -> v.request().asset.id));
        all.add(text("asset_id", "eq in", v -> v.request().asset.id));
        all.add(text("asset.status", "eq", v -> v.asset().status())
                .of("draft", "processing", "active", "terminating", "suspended", "terminated"));
        all.add(text("asset.external_id", ALL, v -> v.request().asset.externalId));
        all.add(text("asset.external.id", ALL, v -> v.request().asset.externalId));
        all.add(text("asset.external_uid", ALL, v -> v.request().asset.externalUid));
        all.add(text("asset.product.id", ALL, v -> v.request().asset.product.id())
                .faceted());
        all.add(text("product_id", ALL, v -> v.request().asset.product.id()).faceted());
        all.add(text("asset.product.name", NAMES, v -> v.request().asset.product.name())
                .ordered()
                .faceted());
        all.add(Property.texts(
                "asset.params.id", "eq in", v -> List.copyOf(v.params().keySet())));
        all.add(Property.texts(
                "asset.params.value",
                "eq in",
                v -> v.params().values().stream().map(ParameterValue::value).toList()));
    }

    private void connection(List<Property<FulfillmentRequest.View>> all) {
        Function<FulfillmentRequest.View, Connection> of = v -> v.request().asset.connection;
        all.add(text("asset.connection.id", ALL, v -> of.apply(v).id()));
        all.add(text("asset.connection.type", "eq in", v -> of.apply(v).type())
                .of(environments)
                .faceted());
        all.add(text("asset.connection.environment", "eq in", v -> of.apply(v).type())
                .of(environments)
                .faceted());
        all.add(text("asset.connection.hub.id", ALL, v -> of.apply(v).hubId()));
        all.add(text("asset.connection.hub.name", NAMES, v -> of.apply(v).hubName())
                .ordered());
        all.add(text(
                "asset.connection.provider.id", "eq ilike in", v -> of.apply(v).providerId()));
        all.add(text(
                "asset.connection.provider.name", "eq ilike", v -> of.apply(v).providerName()));
        all.add(text(
                "asset.connection.vendor.id", "eq ilike in", v -> of.apply(v).vendorId()));
        all.add(text(
                "asset.connection.vendor.name", "eq ilike", v -> of.apply(v).vendorName()));
    }

    private void accounts(List<Property<FulfillmentRequest.View>> all) {
        all.add(text("marketplace.id", ALL, v -> v.request().asset.marketplace.id()));
        all.add(text(
                        "marketplace.name",
                        NAMES,
                        v -> v.request().asset.marketplace.name())
                .ordered());
        all.add(text(
                "asset.marketplace.id", ALL, v -> v.request().asset.marketplace.id()));
        all.add(text(
                        "asset.marketplace.name",
                        NAMES,
                        v -> v.request().asset.marketplace.name())
                .ordered());
        all.add(text("contract.id", ALL, v -> v.request().asset.contract.id()));
        all.add(text("asset.contract.id", ALL, v -> v.request().asset.contract.id()));
        all.add(text(
                        "asset.tiers.customer.id",
                        ALL,
                        v -> v.request().asset.customer.id())
                .ordered());
        all.add(text(
                        "asset.tiers.customer.name",
                        ALL,
                        v -> v.request().asset.customer.name())
                .ordered());
        all.add(text("asset.tiers.tier1.id", ALL, v -> v.request().asset.tier1.id()));
        all.add(text("asset.tier1_id", "eq", v -> v.request().asset.tier1.id()));
        all.add(text("asset.tiers.tier2.id", ALL, v -> idOf(v.request().asset.tier2)));
        all.add(text("asset.tier2_id", "eq", v -> idOf(v.request().asset.tier2)));
    }

    Map<String, Property<TierRequest.View>> tierRequests() {
        List<Property<TierRequest.View>> all = new ArrayList<>();
        all.add(tier("id", ALL, v -> v.request().id).ordered());
        all.add(tier("type", "eq in", v -> v.request().type)
                .of("setup", "update", "adjustment")
                .ordered()
                .faceted());
        all.add(tier("status", "eq in", v -> v.state().status)
                .of("tiers_setup", "pending", "inquiring", "approved", "failed", "draft")
                .ordered()
                .faceted());
        all.add(Property.instant("created", DATES + " null", v -> v.request().created));
        all.add(Property.instant("updated", DATES + " null", v -> v.state().updated));
        all.add(tier(
                        "environment",
                        "eq in",
                        v -> v.request().configuration.connection.type())
                .of(environments)
                .faceted());
        all.add(tier(
                        "assignee.id",
                        "eq ilike null in",
                        v -> nullable(v.state().assignee.id()))
                .ordered());
        all.add(tier("unassigned", "ne null", v -> nullable(v.state().assignee.id())));
        all.add(tier(
                "template.id",
                ALL,
                v -> v.state().template == null ? null : v.state().template.id()));
        all.add(Property.integer("sli.days", "eq ge gt le lt", v -> days(v.request().created)));
        all.add(Property.texts(
                "params.id", NAMES, v -> List.copyOf(v.state().params.keySet())));
        all.add(Property.texts(
                "params.value",
                ALL,
                v -> v.state().params.values().stream()
                        .map(ParameterValue::value)
                        .toList()));
        configuration(all);
        return byName(all);
    }

    private void configuration(List<Property<TierRequest.View>> all) {
        all.add(tier("configuration.id", ALL, v -> v.request().configuration.id).ordered());
        all.add(tier(
                        "configuration.account.id",
                        ALL,
                        v -> v.request().configuration.account.id())
                .ordered());
        all.add(tier(
                "configuration.account.external_id",
                ALL,
                v -> v.request().configuration.account.externalId()));
        all.add(tier(
                "configuration.account.external_uid",
                NAMES,
                v -> v.request().configuration.account.externalUid()));
        all.add(tier("configuration.product.id", ALL, v -> v.request().product.id())
                .ordered()
                .faceted());
        all.add(tier(
                        "configuration.product.name",
                        NAMES,
                        v -> v.request().product.name())
                .ordered()
                .faceted());
        all.add(Property.<TierRequest.View>integer("configuration.tier_level", "eq in", v -> v.request().level));
        all.add(tier(
                        "configuration.connection.type",
                        "eq in",
                        v -> v.request().configuration.connection.type())
                .of(environments)
                .faceted());
        all.add(tier(
                        "configuration.contract.id",
                        ALL,
                        v -> v.request().configuration.contract.id())
                .ordered());
        all.add(tier(
                        "configuration.marketplace.id",
                        ALL,
                        v -> v.request().configuration.marketplace.id())
                .ordered());
        all.add(tier(
                        "configuration.marketplace.name",
                        NAMES,
                        v -> v.request().configuration.marketplace.name())
                .ordered());
    }

    private static Property<FulfillmentRequest.View> text(
            String name, String lookups, Function<FulfillmentRequest.View, String> read) {
        return Property.text(name, lookups, read);
    }

    private static Property<TierRequest.View> tier(
            String name, String lookups, Function<TierRequest.View, String> read) {
        return Property.text(name, lookups, read);
    }

    /** Old clients write double underscores; both spellings are documented. */
    private static <V> Map<String, Property<V>> byName(List<Property<V>> all) {
        Map<String, Property<V>> byName = new LinkedHashMap<>();
        for (Property<V> property : all) {
            byName.put(property.name(), property);
            String old = property.name().replace(".", "__");
            byName.put(old, property.named(old));
        }
        return byName;
    }

    private int days(Instant created) {
        return (int) Duration.between(created, clock.instant()).toDays();
    }

    private static String idOf(Party party) {
        return party == null ? null : party.id();
    }

    private static String nullable(String text) {
        return text.isEmpty() ? null : text;
    }
}
