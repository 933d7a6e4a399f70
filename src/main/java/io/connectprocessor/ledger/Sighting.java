package io.connectprocessor.ledger;

import java.time.Instant;

/**
 * One row that a page of the platform's list showed as pending or revoking.
 *
 * @param id request id, opaque ({@code PR-…}, {@code TCR-…})
 * @param kind {@code request}, {@code tier-request} or {@code tier-account-request}
 * @param lane what is worked on one request at a time: the asset's id, the tier configuration's id, or the request's own id when it has neither
 * @param created the platform's {@code created}
 * @param product product id, or null when the row has none
 * @param type the platform's request type, or null when the row has none
 * @param revoking the platform shows it as revoking: the distributor takes it back
 */
public record Sighting(
        String id, String kind, String lane, Instant created, String product, String type, boolean revoking) {

    /** One that is pending. */
    public Sighting(String id, String kind, String lane, Instant created, String product, String type) {
        this(id, kind, lane, created, product, type, false);
    }
}
