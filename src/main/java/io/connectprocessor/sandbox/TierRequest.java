package io.connectprocessor.sandbox;

import java.time.Instant;
import java.util.Map;

/** A tier config request, with the tier configuration that it is about. */
final class TierRequest implements Row {

    final String id;
    final String type;
    final TierConfiguration configuration;
    final Product product;
    final int level;

    /** The configuration's last approved request before this one; null: none. */
    final String previousApproved;

    /** The request of the tier above that must be approved first; null: none. */
    final TierRequest parent;

    final Instant created;
    final long number;

    volatile State state;

    TierRequest(
            String id,
            String type,
            TierConfiguration configuration,
            TierRequest parent,
            Instant created,
            long number,
            State state) {
        this.id = id;
        this.type = type;
        this.configuration = configuration;
        this.product = configuration.product;
        this.level = configuration.level;
        this.parent = parent;
        this.previousApproved = configuration.state.lastApproved();
        this.created = created;
        this.number = number;
        this.state = state;
    }

    /** What changes. A published state is not written to any more: {@link #copy()} it, write, publish the copy. */
    static final class State implements Cloneable {
        String status;
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
    record View(TierRequest request, State state, TierConfiguration.State configuration) {

        ParameterValue param(String name) {
            return state.params.getOrDefault(name, ParameterValue.NONE);
        }
    }

    View view() {
        return new View(this, state, configuration.state);
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
        return new Facet(state.status, type, product.id(), configuration.connection.type());
    }
}
