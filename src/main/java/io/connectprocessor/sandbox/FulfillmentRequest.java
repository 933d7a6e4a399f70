package io.connectprocessor.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A fulfillment request. */
final class FulfillmentRequest implements Row {

    private static final Set<String> NEVER_INQUIRED = Set.of("suspend", "resume", "cancel");

    final String id;
    final String type;
    final Asset asset;
    final Instant created;
    final long number;

    /** Asset status to go back to when the request fails. */
    final String statusBefore;

    /** The last request of the asset that was approved before this one was made; null: none. */
    final String previousApproved;

    /** Spoils the JSON that lists and reads serve; null: sound. */
    final UnaryOperator<ObjectNode> poison;

    volatile State state;

    FulfillmentRequest(
            String id,
            String type,
            Asset asset,
            Instant created,
            long number,
            String statusBefore,
            String previousApproved,
            UnaryOperator<ObjectNode> poison,
            State state) {
        this.id = id;
        this.type = type;
        this.asset = asset;
        this.created = created;
        this.number = number;
        this.statusBefore = statusBefore;
        this.previousApproved = previousApproved;
        this.poison = poison;
        this.state = state;
    }

    /** What changes. A published state is not written to any more: {@link #copy()} it, write, publish the copy. */
    static final class State implements Cloneable {
        String status;
        String note = "";
        String reason = "";
        String activationKey = "";
        Instant updated;
        Instant effectiveDate;
        String plannedDate;

        /** When the planned date comes; null: never, or it is no date. */
        Instant plannedAt;

        boolean answered;

        /** Whether its resellers must be configured before it begins. */
        boolean tiersFirst;

        Assignee assignee = Assignee.NOBODY;
        Product.Template template;
        List<Line> lines = List.of();
        Map<String, ParameterValue> params = Map.of();
        Set<String> waitsFor = Set.of();

        State copy() {
            try {
                return (State) clone();
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The request and its asset at one moment. */
    record View(FulfillmentRequest request, State state, Asset.State asset) {

        /** The asset's values, and over them those of this request. */
        Map<String, ParameterValue> params() {
            Map<String, ParameterValue> all = new LinkedHashMap<>(asset.params());
            all.putAll(state.params);
            return all;
        }

        ParameterValue param(String name) {
            ParameterValue own = state.params.get(name);
            return own != null ? own : asset.params().getOrDefault(name, ParameterValue.NONE);
        }
    }

    /** Suspensions, resumptions and cancellations ask nobody anything. */
    boolean isInquirable() {
        return !NEVER_INQUIRED.contains(type);
    }

    boolean createsAsset() {
        return type.equals("purchase") || type.equals("transfer");
    }

    View view() {
        return new View(this, state, asset.state);
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
        return asset.id;
    }

    @Override
    public Facet facet() {
        return new Facet(state.status, type, asset.product.id(), asset.connection.type());
    }
}
