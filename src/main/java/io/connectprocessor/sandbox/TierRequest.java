package io.connectprocessor.sandbox;

import java.time.Instant;
import java.util.Map;

/** A tier config request, with the tier configuration that it is about. */
final class TierRequest implements Row {

    final String id;
    final String type;
    final String configurationId;
    final Party account;
    final Product product;
    final Connection connection;
    final Party marketplace;
    final Party contract;
    final int level;

    /** The request of the tier above that must be approved first; null: none. */
    final TierRequest parent;

    final Instant created;
    final long number;

    volatile State state;

    TierRequest(
            String id,
            String type,
            String configurationId,
            Party account,
            Product product,
            Connection connection,
            Party marketplace,
            Party contract,
            int level,
            TierRequest parent,
            Instant created,
            long number,
            State state) {
        this.id = id;
        this.type = type;
        this.configurationId = configurationId;
        this.account = account;
        this.product = product;
        this.connection = connection;
        this.marketplace = marketplace;
        this.contract = contract;
        this.level = level;
        this.parent = parent;
        this.created = created;
        this.number = number;
        this.state = state;
    }

    /** What changes. A published state is not written to any more: {@link #copy()} it, write, publish the copy. */
    static final class State implements Cloneable {
        String status;
        String configurationStatus = "processing";
        String notes = "";
        String reason = "";
        Instant updated;
        Instant inquired;
        Instant pended;
        Instant approved;
        String effectiveDate;
        Assignee assignee = Assignee.NOBODY;
        Product.Template template;
        Map<String, ParameterValue> params = Map.of();

        State copy() {
            try {
                return (State) clone();
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The request at one moment. */
    record View(TierRequest request, State state) {

        ParameterValue param(String name) {
            return state.params.getOrDefault(name, ParameterValue.NONE);
        }
    }

    View view() {
        return new View(this, state);
    }

    String scope() {
        return "tier" + level;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Instant created() {
        return created;
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public String assetId() {
        return "";
    }

    @Override
    public Facet facet() {
        return new Facet(state.status, type, product.id(), connection.type());
    }
}
