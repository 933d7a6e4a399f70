package io.connectprocessor.component;

import java.time.Duration;

/**
 * What happens to requests that wait for somebody.
 *
 * @param remindAfter how long after the question the customer is reminded, or null for never
 * @param reminder the text of it
 * @param expireAfter how long after the question it has an end, or null for never
 * @param expiryReason why such a request is failed, or null to have it parked
 * @param parkNote what the conversation of a parked request is told, or null for nothing
 */
record Patience(Duration remindAfter, String reminder, Duration expireAfter, String expiryReason, String parkNote) {

    boolean looksAtInquiries() {
        return remindAfter != null || expireAfter != null;
    }
}
