package io.connectprocessor.sandbox;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A product in the making: the items, parameters and templates of the sample product, and what is added. By default it has two tier levels and the usual {@link Capability capabilities}. Not thread-safe.
 */
public final class ProductSeed {

    private final Seeding seeding;
    private final Map<Capability, Boolean> capabilities = new EnumMap<>(Capability.class);
    private final List<Product.Item> items;
    private final List<Product.Parameter> parameters;
    private final List<Product.Template> templates;
    private final Product sample;
    private int tierLevels = 2;
    private Product.PayAsYouGo payAsYouGo;

    ProductSeed(Seeding seeding, Product sample) {
        this.seeding = seeding;
        this.sample = sample;
        this.items = new ArrayList<>(sample.items());
        this.parameters = new ArrayList<>(sample.parameters());
        this.templates = new ArrayList<>(sample.templates());
        this.payAsYouGo = sample.payAsYouGo();
    }

    /** 0, 1 or 2: how many tiers are configured before a purchase. */
    public ProductSeed tierLevels(int wanted) {
        tierLevels = wanted;
        return this;
    }

    /** @param itemType Reservation, counted in whole units, or PPU, with four digits after the point */
    public ProductSeed item(String mpn, String name, String unit, String period, String itemType) {
        return item(mpn, name, unit, period, itemType, itemType.equals("PPU") ? "decimal(4)" : "integer");
    }

    /** An item that usage is reported of; {@code precision} is integer, decimal(1), decimal(2), decimal(4) or decimal(8). */
    public ProductSeed meteredItem(String mpn, String precision) {
        return item(mpn, mpn, "unit", "Monthly", "PPU", precision);
    }

    private ProductSeed item(String mpn, String name, String unit, String period, String itemType, String precision) {
        String suffix = Digits.of(items.size() + 1, 4);
        String local = sample.id().replace('-', '_') + "_" + suffix;
        items.add(new Product.Item(local, sample.id() + "-" + suffix, mpn, name, unit, period, itemType, precision));
        return this;
    }

    /**
     * An optional parameter of the asset; one of the same name and scope is replaced.
     *
     * @param phase ordering or fulfillment
     * @param type text, dropdown, password, email, checkbox, subdomain, domain, address, phone, object, url, choice, heading or content
     * @param choices of checkbox, choice and dropdown
     */
    public ProductSeed parameter(String name, String phase, String type, String... choices) {
        return parameter("asset", name, phase, type, false, false, List.of(choices));
    }

    /** As {@link #parameter}, required. */
    public ProductSeed requiredParameter(String name, String phase, String type, String... choices) {
        return parameter("asset", name, phase, type, true, false, List.of(choices));
    }

    /** As {@link #parameter}, with {@code constraints.unique}. */
    public ProductSeed uniqueParameter(String name, String phase, String type) {
        return parameter("asset", name, phase, type, false, true, List.of());
    }

    /** A parameter of tier 1 or 2, optional; {@code scope} is tier1 or tier2. */
    public ProductSeed tierParameter(String scope, String name, String phase, String type) {
        return parameter(scope, name, phase, type, false, false, List.of());
    }

    private ProductSeed parameter(
            String scope,
            String name,
            String phase,
            String type,
            boolean required,
            boolean unique,
            List<String> choices) {
        parameters.removeIf(p -> p.scope().equals(scope) && p.name().equals(name));
        String id = sample.id().replace("PRD", "PRM") + "-" + Digits.of(101 + parameters.size(), 4);
        parameters.add(new Product.Parameter(id, name, name, type, phase, scope, required, false, unique, choices));
        return this;
    }

    /** Leaves out a parameter of the sample product, in all scopes. */
    public ProductSeed withoutParameter(String name) {
        parameters.removeIf(p -> p.name().equals(name));
        return this;
    }

    /** Leaves out the templates of this name, in all scopes. */
    public ProductSeed withoutTemplate(String name) {
        templates.removeIf(t -> t.name().equals(name));
        return this;
    }

    /**
     * @param scope asset, tier1 or tier2
     * @param type fulfillment, inquire or pending; null for the tiers
     */
    public ProductSeed template(String name, String scope, String type, String body) {
        String id = sample.id().replace("PRD", "TL") + "-" + Digits.of(101 + templates.size(), 3);
        templates.add(new Product.Template(id, name, scope, type, body));
        return this;
    }

    public ProductSeed capability(Capability capability, boolean allowed) {
        capabilities.put(capability, allowed);
        return this;
    }

    /** QT, PR, CR or TR; default QT. Null: no usage is reported. */
    public ProductSeed usageSchema(String schema) {
        payAsYouGo = new Product.PayAsYouGo(schema, payAsYouGo.dynamic(), payAsYouGo.customFields());
        return this;
    }

    /** Usage reports may bring items that the product does not have. */
    public ProductSeed dynamicItems() {
        payAsYouGo = new Product.PayAsYouGo(payAsYouGo.schema(), true, payAsYouGo.customFields());
        return this;
    }

    /** Names, without {@code v.}, of the vendor's own parameters that each usage record must have. */
    public ProductSeed requiredCustomFields(String... names) {
        payAsYouGo = new Product.PayAsYouGo(payAsYouGo.schema(), payAsYouGo.dynamic(), List.of(names));
        return this;
    }

    /** Puts it into the catalogue, in the place of one of the same id; returns its id. */
    public String create() {
        Product product = new Product(
                sample.id(),
                sample.name(),
                tierLevels,
                List.copyOf(items),
                List.copyOf(parameters),
                List.copyOf(templates),
                payAsYouGo,
                sample.json());
        seeding.add(product, capabilities);
        return product.id();
    }
}
