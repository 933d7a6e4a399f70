package io.connectprocessor.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes products, accounts, hubs, marketplaces and contracts; the same number gives the same one. Guarded by the platform's lock. */
final class Directory {

    private static final String[] FIRST = {"Ada", "Grace", "Linus", "Barbara", "Edsger", "Margaret", "Donald", "Radia"};
    private static final String[] LAST = {"Moreno", "Okafor", "Lindqvist", "Tanaka", "Novak", "Silva", "Haddad"};
    private static final String[] CITIES = {"Barcelona", "Lagos", "Malmö", "Osaka", "Brno", "Porto", "Amman"};
    private static final String[] COUNTRIES = {"ES", "NG", "SE", "JP", "CZ", "PT", "JO"};

    private final ObjectMapper mapper;
    private final Map<Integer, Party> customers = new HashMap<>();
    private final Map<String, Party> resellers = new HashMap<>();
    private final Map<String, Connection> connections = new HashMap<>();
    private final Map<Integer, Party> marketplaces = new HashMap<>();
    private final Map<Integer, Party> contracts = new HashMap<>();

    Directory(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    Product product(String id, String name) {
        String underscored = id.replace('-', '_');
        List<Product.Item> items = List.of(
                item(id, underscored, 1, "SEAT", "User seat", "seat", "Monthly", "Reservation"),
                item(id, underscored, 2, "STORAGE", "Storage, 1 TB", "TB", "Monthly", "Reservation"),
                item(id, underscored, 3, "SUPPORT", "Premium support", "contract", "Yearly", "Reservation"),
                item(id, underscored, 4, "TRAFFIC", "Traffic", "GB", "Monthly", "PPU"),
                item(id, underscored, 5, VendorApi.DECLINED_ITEM, "Withdrawn item", "unit", "OneTime", "Reservation"));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("icon", "/media/VA-000-000/" + id + "/media/icon.png");
        json.put("name", name);
        json.put("status", "published");
        return new Product(id, name, 2, items, parameters(id), templates(id), raw(json));
    }

    private static Product.Item item(
            String id, String underscored, int n, String mpn, String name, String unit, String period, String type) {
        String suffix = "%04d".formatted(n);
        return new Product.Item(underscored + "_" + suffix, id + "-" + suffix, mpn, name, unit, period, type);
    }

    private static List<Product.Parameter> parameters(String id) {
        String prm = id.replace("PRD", "PRM");
        return List.of(
                new Product.Parameter(
                        prm + "-0001",
                        "admin_email",
                        "Administrator's address",
                        "email",
                        "ordering",
                        "asset",
                        true,
                        false),
                new Product.Parameter(
                        prm + "-0002", "company_domain", "Company domain", "text", "ordering", "asset", false, false),
                new Product.Parameter(
                        prm + "-0003",
                        "subscription_id",
                        "Subscription at the vendor",
                        "text",
                        "fulfillment",
                        "asset",
                        true,
                        true),
                new Product.Parameter(
                        prm + "-0004", "activation_note", "Note", "text", "fulfillment", "asset", false, false),
                new Product.Parameter(
                        prm + "-0005", "reseller_contact", "Contact", "email", "ordering", "tier1", false, false),
                new Product.Parameter(
                        prm + "-0006", "reseller_id", "Reseller", "text", "fulfillment", "tier1", true, false),
                new Product.Parameter(
                        prm + "-0007", "reseller_contact", "Contact", "email", "ordering", "tier2", false, false),
                new Product.Parameter(
                        prm + "-0008", "reseller_id", "Reseller", "text", "fulfillment", "tier2", true, false));
    }

    private static List<Product.Template> templates(String id) {
        String prefix = id.replace("PRD", "TL") + "-";
        String activation = "Default Activation Template";
        return List.of(
                new Product.Template(
                        prefix + "001",
                        activation,
                        "asset",
                        "fulfillment",
                        "# Welcome\n\nYour subscription is **{{subscription_id}}**."),
                new Product.Template(
                        prefix + "002",
                        "Partial Activation Template",
                        "asset",
                        "fulfillment",
                        "Your subscription is ready in part."),
                new Product.Template(
                        prefix + "003",
                        "Default Inquire Template",
                        "asset",
                        "inquire",
                        "Some of what you entered needs correcting."),
                new Product.Template(
                        prefix + "004", "Default Pending Template", "asset", "pending", "We are working on it."),
                new Product.Template(
                        prefix + "005", activation, "tier1", null, "You are our reseller {{reseller_id}}."),
                new Product.Template(
                        prefix + "006", activation, "tier2", null, "You are our distributor {{reseller_id}}."));
    }

    Party customer(int n) {
        return customers.computeIfAbsent(
                n, k -> account("TA-" + Digits.groups(k), k, "Customer " + Digits.of(k, 5), "customer"));
    }

    Party reseller(int level, int n) {
        return resellers.computeIfAbsent(
                level + "/" + n,
                k -> account(
                        "TA-" + Digits.of(2000 + level, 4) + "-" + Digits.of(n, 4) + "-0001",
                        n + level,
                        "Reseller " + n + " of tier " + level,
                        "reseller"));
    }

    private Party account(String id, int n, String name, String type) {
        String externalId = String.valueOf(100000 + n);
        String externalUid = new java.util.UUID(0x5a4db0c5L << 20 | n, id.hashCode()).toString();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("version", 1);
        json.put("name", name);
        json.put("type", type);
        json.put("external_id", externalId);
        json.put("external_uid", externalUid);
        json.put("tax_id", "TAX-" + externalId);
        json.put("scopes", List.of(type.equals("customer") ? "customer" : "tier1"));
        json.put("contact_info", contact(n));
        return new Party(id, name, externalId, externalUid, raw(json));
    }

    private static Map<String, Object> contact(int n) {
        String first = FIRST[n % FIRST.length];
        String last = LAST[n % LAST.length];
        Map<String, Object> phone = new LinkedHashMap<>();
        phone.put("country_code", "+34");
        phone.put("area_code", "93");
        phone.put("phone_number", String.valueOf(1_000_000 + n));
        phone.put("extension", "");
        Map<String, Object> contact = new LinkedHashMap<>();
        contact.put("first_name", first);
        contact.put("last_name", last);
        contact.put("email", (first + "." + last + n + "@example.com").toLowerCase(java.util.Locale.ROOT));
        contact.put("phone_number", phone);
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("address_line1", (n % 300 + 1) + " Harbour Road");
        info.put("address_line2", "");
        info.put("city", CITIES[n % CITIES.length]);
        info.put("state", "");
        info.put("postal_code", Digits.of(8000 + n % 2000, 5));
        info.put("country", COUNTRIES[n % COUNTRIES.length]);
        info.put("contact", contact);
        return info;
    }

    Connection connection(String productId, String environment) {
        return connections.computeIfAbsent(productId + environment, k -> {
            String digits = productId.substring(4).replace("-", "");
            String hub = "HB-%s".formatted(environment.equals("production") ? "1000-0001" : "1000-0002");
            String id = "CT-%s-%s-%s"
                    .formatted(
                            digits.substring(0, 4),
                            digits.substring(4, 8),
                            environment.equals("production") ? "0001" : environment.equals("test") ? "0002" : "0003");
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("id", id);
            json.put("type", environment);
            json.put("provider", named("PA-100-000", "Distributor of the sandbox"));
            json.put("vendor", named("VA-000-000", "Vendor of the sandbox"));
            json.put("hub", named(hub, "Hub " + environment));
            return new Connection(
                    id,
                    environment,
                    hub,
                    "Hub " + environment,
                    "PA-100-000",
                    "Distributor of the sandbox",
                    "VA-000-000",
                    "Vendor of the sandbox",
                    raw(json));
        });
    }

    Party marketplace(int n) {
        return marketplaces.computeIfAbsent(n, k -> {
            String id = "MP-%05d".formatted(10000 + k);
            String name = "Marketplace " + COUNTRIES[k % COUNTRIES.length];
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("id", id);
            json.put("name", name);
            json.put("icon", "/media/PA-100-000/marketplaces/" + id + "/icon.png");
            return new Party(id, name, "", "", raw(json));
        });
    }

    Party contract(int n) {
        return contracts.computeIfAbsent(n, k -> {
            String id = "CRD-%05d-%05d-%05d".formatted(10000 + k, 20000, 30000);
            String name = "Distribution contract " + k;
            return new Party(id, name, "", "", raw(named(id, name)));
        });
    }

    private static Map<String, Object> named(String id, String name) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("name", name);
        return json;
    }

    private SerializedString raw(Map<String, Object> json) {
        try {
            return new SerializedString(mapper.writeValueAsString(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
