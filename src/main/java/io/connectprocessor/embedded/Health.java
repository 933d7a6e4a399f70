package io.connectprocessor.embedded;

/**
 * Whether requests are taken now.
 *
 * @param up false while nothing is taken
 * @param reason why not, in a sentence without secrets and customers' data; null when all is well
 */
public record Health(boolean up, String reason) {

    static Health ofReason(String reason) {
        return new Health(reason == null, reason);
    }
}
