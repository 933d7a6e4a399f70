package io.connectprocessor.ledger;

import java.time.Instant;

/**
 * A question that the customer has not answered for some time.
 *
 * @param id request id
 * @param inquired when they were asked
 * @param reminded whether they were reminded since
 */
public record OpenInquiry(String id, Instant inquired, boolean reminded) {}
