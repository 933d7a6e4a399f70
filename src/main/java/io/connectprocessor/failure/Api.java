package io.connectprocessor.failure;

/**
 * Who was called.
 *
 * @param speaker as in "… but Connect answered 409"
 */
public record Api(String speaker) {
    public static final Api CONNECT = new Api("Connect");

    /** The only vendor, or one that nobody told apart. */
    public static final Api VENDOR = new Api("the vendor");

    /** One of several. */
    public static Api vendor(String where) {
        return new Api("the vendor at " + where);
    }
}
