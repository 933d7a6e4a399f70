package io.connectprocessor.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Makes products, accounts, hubs, marketplaces and contracts; the same number gives the same one. Guarded by the platform's lock. */
final class Directory {

    private static final String[] FIRST = {"Ada", "Grace", "Linus", "Barbara", "Edsger", "Margaret", "Donald", "Radia"};
    private static final String[] LAST = {"Moreno", "Okafor", "Lindqvist", "Tanaka", "Novak", "Silva", "Haddad"};
    private static final String[] CITIES = {"Barcelona", "Lagos", "Malmö", "Osaka", "Brno", "Porto", "Amman"};
    private static final String[] COUNTRIES = {"ES", "NG", "SE", "JP", "CZ", "PT", "JO"};

    /** Of all preview assets, as the SDKs of the platform know it (cloudblue/connect-python-sdk, examples/usage.py). */
    private static final String PREVIEW_CONTRACT = "CRD-00000-00000-00000";

    private final ObjectMapper mapper;
    private final Map<Integer, Party> customers = new HashMap<>();
    private final Map<String, Party> resellers = new HashMap<>();
    private final Map<String, Party> accounts = new HashMap<>();
    private final Map<String, Connection> connections = new HashMap<>();
    private final Map<Integer, Party> marketplaces = new HashMap<>();
    private final Map<Integer, Party> contracts = new HashMap<>();

    Directory(ObjectMapper mapper) {
        this.mapper = mapper;
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

    /** An account of these fields, put over those of an invented one; a known id alone is that account. {@code type} is customer or reseller. */
    Party account(String type, int n, Map<String, Object> fields) {
        Object wanted = fields.get("id");
        Party known = wanted == null ? null : accounts.get(wanted.toString());
        if (known != null && fields.size() == 1) {
            return known;
        }
        String id = wanted == null
                ? "TA-3000-" + Digits.of(n / 10_000, 4) + "-" + Digits.of(n % 10_000, 4)
                : wanted.toString();
        Map<String, Object> json = invented(id, n, "Account " + id, type);
        json.putAll(fields);
        return registered(json);
    }

    /** The same account in its next version, with these fields changed. */
    Party nextVersion(Party account, Map<String, Object> fields) {
        Map<String, Object> json = fields(account);
        json.put("version", ((Number) json.get("version")).intValue() + 1);
        json.putAll(fields);
        return registered(json);
    }

    private Party registered(Map<String, Object> json) {
        Party account = new Party(
                json.get("id").toString(),
                String.valueOf(json.get("name")),
                String.valueOf(json.get("external_id")),
                String.valueOf(json.get("external_uid")),
                raw(json));
        accounts.put(account.id(), account);
        return account;
    }

    /** Null when there is none. */
    Party account(String id) {
        return accounts.get(id);
    }

    Map<String, Object> fields(Party party) {
        return fields(party.json());
    }

    Map<String, Object> fields(SerializedString json) {
        try {
            return mapper.readValue(json.getValue(), new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Party account(String id, int n, String name, String type) {
        return registered(invented(id, n, name, type));
    }

    private static Map<String, Object> invented(String id, int n, String name, String type) {
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
        return json;
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

    /** All there are, four. */
    List<Party> marketplaces() {
        return List.of(marketplace(0), marketplace(1), marketplace(2), marketplace(3));
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
            return contract(id, name);
        });
    }

    private Party contract(String id, String name) {
        return new Party(id, name, "", "", raw(named(id, name)));
    }

    /** EUR, and USD for each second one. */
    static String currency(Party marketplace) {
        return marketplace.id().charAt(marketplace.id().length() - 1) % 2 == 0 ? "EUR" : "USD";
    }

    /** The distribution contract of this environment; those of production are four, {@code CRD-10000-…} to {@code CRD-10003-…}, preview has a placeholder. */
    Party contract(String environment, int n) {
        return switch (environment) {
            case "preview" -> contracts.computeIfAbsent(-1, k -> contract(PREVIEW_CONTRACT, "Preview"));
            case "test" -> contract(10 + n);
            default -> contract(n);
        };
    }

    /** Null when there is none. */
    Party contract(String id) {
        Party preview = contract("preview", 0);
        return id.equals(PREVIEW_CONTRACT)
                ? preview
                : IntStream.of(0, 1, 2, 3, 10, 11)
                        .mapToObj(this::contract)
                        .filter(known -> known.id().equals(id))
                        .findFirst()
                        .orElse(null);
    }

    /** Which environment's assets it covers. */
    static String environment(Party contract) {
        return contract.id().equals(PREVIEW_CONTRACT)
                ? "preview"
                : contract.id().startsWith("CRD-1001") ? "test" : "production";
    }

    /** That a contract sells on. */
    Party marketplaceOf(Party contract) {
        return marketplace((contract.id().charAt("CRD-1000".length()) - '0') % 4);
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
