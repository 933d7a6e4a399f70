package io.connectprocessor.sandbox;

import java.time.Instant;
import java.util.Map;

/** What a reseller has set up for a product. */
final class TierConfiguration {

    final String id;
    final Party account;
    final Product product;
    final Connection connection;
    final Party marketplace;
    final Party contract;
    final int level;
    final Instant created;

    /** Replaced, never changed. */
    volatile State state;

    /** How many requests there were; guarded by the platform's write lock. */
    int requests;

    TierConfiguration(
            String id,
            Party account,
            Product product,
            Connection connection,
            Party marketplace,
            Party contract,
            int level,
            Instant created,
            State state) {
        this.id = id;
        this.account = account;
        this.product = product;
        this.connection = connection;
        this.marketplace = marketplace;
        this.contract = contract;
        this.level = level;
        this.created = created;
        this.state = state;
    }

    /**
     * @param status processing or active
     * @param openRequest null: none
     * @param lastApproved null: none
     */
    record State(
            String status,
            Map<String, ParameterValue> params,
            Product.Template template,
            String openRequest,
            String lastApproved,
            Instant updated) {

        State withStatus(String other) {
            return new State(other, params, template, openRequest, lastApproved, updated);
        }

        State withParams(Map<String, ParameterValue> other, Instant at) {
            return new State(status, other, template, openRequest, lastApproved, at);
        }

        State opened(String request) {
            return new State("processing", params, template, request, lastApproved, updated);
        }
    }

    String scope() {
        return "tier" + level;
    }

    /** What tells one configuration from another. */
    String key() {
        return key(account.id(), product.id(), connection.id(), level);
    }

    static String key(String account, String product, String connection, int level) {
        return String.join("/", account, product, connection, String.valueOf(level));
    }
}
