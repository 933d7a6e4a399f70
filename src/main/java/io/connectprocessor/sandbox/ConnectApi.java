package io.connectprocessor.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/** Connect's public API on top of the {@link Platform}: which page answers which path. */
final class ConnectApi {

    private final FulfillmentApi fulfillment;
    private final TierApi tiers;
    private final AccountApi accounts;
    private final ConversationApi conversations;
    private final AssetApi assets;
    private final Catalogue catalogue;
    private final UsageApi usage;

    ConnectApi(
            FulfillmentApi fulfillment,
            TierApi tiers,
            AccountApi accounts,
            ConversationApi conversations,
            AssetApi assets,
            Catalogue catalogue,
            UsageApi usage) {
        this.fulfillment = fulfillment;
        this.tiers = tiers;
        this.accounts = accounts;
        this.conversations = conversations;
        this.assets = assets;
        this.catalogue = catalogue;
        this.usage = usage;
    }

    Endpoint endpoint(Call call) {
        List<String> path = call.segments();
        String root = path.isEmpty() ? "" : path.get(0);
        List<String> rest = path.isEmpty() ? path : path.subList(1, path.size());
        return switch (root) {
            case "requests" -> fulfillment.endpoint(call, rest);
            case "tier" -> tiers.endpoint(call, rest);
            case "assets" -> assets.endpoint(call, rest);
            case "products" -> rest.isEmpty() ? catalogue.list(call) : catalogue.endpoint(call, rest);
            case "conversations" -> conversations.endpoint(call, rest);
            case "usage" -> usage.endpoint(call, rest);
            case "accounts" -> accounts.accounts(call, rest);
            case "marketplaces" -> accounts.marketplaces(call, rest);
            default -> Endpoint.unknown();
        };
    }

    static Endpoint get(Call call, String action, Supplier<Reply> answer) {
        return call.is("GET") ? new Endpoint(action, answer) : Endpoint.wrongMethod();
    }

    static Endpoint post(Call call, String action, Supplier<Reply> answer) {
        return call.is("POST") ? new Endpoint(action, answer) : Endpoint.wrongMethod();
    }

    static Endpoint put(Call call, String action, Supplier<Reply> answer) {
        return call.is("PUT") ? new Endpoint(action, answer) : Endpoint.wrongMethod();
    }

    static <T> T found(T row) {
        if (row == null) {
            throw Refusal.notFound();
        }
        return row;
    }

    static Reply ranged(byte[] body, int offset, int rows, int total) {
        int last = rows == 0 ? offset : offset + rows - 1;
        return Reply.json(200, body).with("Content-Range", "items " + offset + "-" + last + "/" + total);
    }

    /** Plain percent-decoding of the whole query: a plus stays a plus, a stray percent sign stays as it is. */
    static String decoded(String query) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(query.length());
        byte[] raw = query.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < raw.length; i++) {
            int high = raw[i] == '%' && i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(raw[i + 2], 16);
            if (low < 0) {
                bytes.write(raw[i]);
            } else {
                bytes.write(high * 16 + low);
                i += 2;
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
