package io.connectprocessor.sandbox;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A subscription as the platform knows it. */
final class Asset {

    final String id;
    final String externalId;
    final String externalUid;
    final Product product;
    final Connection connection;
    final Party marketplace;
    final Party contract;
    final Party customer;
    final Party tier1;

    /** Null when the order has one reseller only. */
    final Party tier2;

    /** The last approved request; null: none. */
    volatile String lastApproved;

    /** Replaced, never changed. */
    volatile State state;

    Asset(
            String id,
            String externalId,
            String externalUid,
            Product product,
            Connection connection,
            Party marketplace,
            Party contract,
            Party customer,
            Party tier1,
            Party tier2,
            State state) {
        this.id = id;
        this.externalId = externalId;
        this.externalUid = externalUid;
        this.product = product;
        this.connection = connection;
        this.marketplace = marketplace;
        this.contract = contract;
        this.customer = customer;
        this.tier1 = tier1;
        this.tier2 = tier2;
        this.state = state;
    }

    record State(
            String status, List<Line> lines, Map<String, ParameterValue> params, Instant created, Instant updated) {

        State withStatus(String other) {
            return new State(other, lines, params, created, updated);
        }
    }
}
