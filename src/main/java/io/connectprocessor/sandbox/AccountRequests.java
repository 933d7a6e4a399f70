package io.connectprocessor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Tier account requests, and the versions of accounts. Every method runs under the platform's lock. */
final class AccountRequests {

    static final Set<String> NAMES = Set.of("accept", "ignore");

    private final Platform platform;
    private final Directory directory;
    private final Stamps stamps;
    private final Map<String, List<Party>> versions = new HashMap<>();
    private final Map<String, Integer> sequences = new HashMap<>();
    private int lastAccount;

    AccountRequests(Platform platform, Directory directory, Stamps stamps) {
        this.platform = platform;
        this.directory = directory;
        this.stamps = stamps;
    }

    AccountRequest plant(TierAccountRequestSeed seed) {
        Product product = TierPlanting.product(platform, seed.productId);
        Party account = seed.accountId == null
                ? directory.account(
                        "reseller", ++lastAccount, Map.of("id", "TA-4000-" + Digits.of(lastAccount, 4) + "-0001"))
                : known(seed.accountId);
        Party changed = nextVersion(account.id(), seed.fields);
        Instant created = Stamps.stored(seed.created == null ? platform.now() : seed.created);
        return create(product, changed, seed.environment, created);
    }

    /** As a distributor sends it: one request for each product that the account has bought or sells. */
    AccountRequest create(JsonNode body, Map<String, Object> fields) {
        if (!"update".equals(body.path("type").asText("update"))) {
            throw Refusal.validation("type", "Only update is a valid choice.");
        }
        String accountId = body.path("account").path("id").asText();
        Party account = directory.account(accountId);
        if (account == null) {
            throw new Refusal(400, "TAR_003", "The account " + accountId + " is not a tier account.");
        }
        Map<String, Object> known = directory.fields(account);
        if (fields.entrySet().stream().allMatch(f -> Objects.equals(known.get(f.getKey()), f.getValue()))) {
            throw new Refusal(400, "TAR_004", "The account has no changes.");
        }
        List<Product> products = products(accountId);
        if (products.isEmpty()) {
            throw new Refusal(400, "TAR_003", "No product has to do with the account " + accountId + ".");
        }
        Party next = nextVersion(accountId, fields);
        List<AccountRequest> made = products.stream()
                .map(product -> create(product, next, "production", platform.now()))
                .toList();
        return made.get(0);
    }

    private List<Product> products(String accountId) {
        return platform.assets.values().stream()
                .filter(asset -> asset.customer.id().equals(accountId)
                        || asset.tier1.id().equals(accountId)
                        || asset.tier2 != null && asset.tier2.id().equals(accountId))
                .map(asset -> asset.product)
                .distinct()
                .toList();
    }

    private Party known(String accountId) {
        Party account = directory.account(accountId);
        if (account == null) {
            throw new IllegalArgumentException("There is no account " + accountId + ".");
        }
        return account;
    }

    private Party nextVersion(String accountId, Map<String, Object> fields) {
        Party account = known(accountId);
        List<Party> all = versions.computeIfAbsent(accountId, id -> new ArrayList<>(List.of(account)));
        Party next = directory.nextVersion(account, fields);
        all.add(next);
        return next;
    }

    private AccountRequest create(Product product, Party account, String environment, Instant created) {
        int version = versions.get(account.id()).size();
        int sequence = sequences.merge(account.id() + "/" + version, 1, Integer::sum);
        String id = "TAR-" + account.id().substring(3) + "-" + Digits.of(version, 3) + "-" + Digits.of(sequence, 3);
        boolean supported = platform.can(product, Capability.TIER_UPDATES);
        AccountRequest request = new AccountRequest(
                id, product, account, version, environment, created, supported ? "pending" : "unsupported");
        request.reason = supported ? null : "The product does not support Tier Accounts Sync.";
        platform.accountRequests.put(id, request);
        return request;
    }

    AccountRequest get(String id) {
        AccountRequest request = platform.accountRequests.get(id);
        if (request == null) {
            throw Refusal.notFound();
        }
        return request;
    }

    void perform(String action, AccountRequest request, JsonNode body) {
        if (!request.status.equals("pending")) {
            if (!request.status.equals("unsupported")) {
                platform.bookKeeper.doubleAction(request.id, action, request.status);
            }
            throw new Refusal(400, "TAR_003", "A tier account request that is " + request.status + " is not changed.");
        }
        if (action.equals("ignore")) {
            String reason = Bodies.optionalText(body, "reason");
            if (reason == null || reason.isBlank() || reason.length() > 255) {
                throw Refusal.validation("reason", "This field is required and has at most 255 characters.");
            }
            request.reason = reason;
        } else if (request.version < versions.get(request.account.id()).size()) {
            throw new Refusal(400, "TAR_003", "The account has a newer version.");
        }
        request.status = action.equals("accept") ? "accepted" : "ignored";
        request.updated = platform.now();
        platform.bookKeeper.decided(request.id);
    }

    /** Null when there is none; 0 is the latest version. */
    Party account(String id, int version) {
        List<Party> all = versions.getOrDefault(id, List.of());
        if (version == 0 || all.isEmpty()) {
            return version > 1 ? null : directory.account(id);
        }
        return version <= all.size() ? all.get(version - 1) : null;
    }

    Map<String, Object> json(AccountRequest request) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", request.id);
        json.put("type", "update");
        json.put("status", request.status);
        Map<String, Object> account = directory.fields(request.account);
        account.put("environment", request.environment);
        json.put("account", account);
        json.put("vendor", Map.of("id", "VA-000-000", "name", "Vendor of the sandbox"));
        json.put("provider", Map.of("id", "PA-100-000", "name", "Distributor of the sandbox"));
        json.put("product", Map.of("id", request.product.id(), "name", request.product.name()));
        json.put("reason", request.reason);
        Map<String, Object> events = new LinkedHashMap<>();
        events.put("created", Map.of("at", stamps.write(request.created)));
        events.put("updated", Map.of("at", stamps.write(request.updated)));
        json.put("events", events);
        return json;
    }
}
