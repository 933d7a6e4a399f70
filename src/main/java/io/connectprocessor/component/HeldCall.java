package io.connectprocessor.component;

/**
 * A call that a shadow did not make.
 *
 * @param to {@code connect}, {@code vendor}, or the scheme of another Camel endpoint
 * @param step the vendor's step, or null
 * @param method HTTP method, or what the route does with the endpoint: {@code send}, {@code receive}, {@code run}
 * @param place path or endpoint without a value of the request: may be logged
 * @param path as it would have been called; holds customers' data
 * @param query as it would have been sent, or null; holds customers' data
 * @param body as it would have been sent, or null; holds customers' data
 * @param answer where the route's answer comes from
 */
@SuppressWarnings("ArrayRecordComponent")
public record HeldCall(
        String to, String step, String method, String place, String path, String query, byte[] body, Answer answer) {

    /** Where the answer comes from with which the route went on. */
    public enum Answer {
        /** the platform's answer to such a call, as documented */
        PLATFORM,
        /** made up */
        MADE,
        /** the file that the user gave for the step */
        FILE,
        /** none: the message stayed as it was */
        NONE
    }

    /** Length of the body; 0 when there is none. */
    public int bytes() {
        return body == null ? 0 : body.length;
    }

    /** True when what follows in the route is a guess. */
    public boolean guess() {
        return answer != Answer.PLATFORM;
    }

    /** What may be logged. */
    @Override
    public String toString() {
        return to + " " + method + " " + place + (body == null ? "" : " (" + body.length + " bytes)");
    }
}
