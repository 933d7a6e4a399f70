package io.connectprocessor.failure;

/** A {@link Failure} on its way up, with what was tried: "Tried to approve PR-1, but Connect answered 409: …". */
public final class FailedException extends RuntimeException {

    private final transient Failure failure;
    private final String advice;

    /**
     * @param tried what was tried, to follow "Tried to", or null when nothing was
     * @param failure what came of it
     * @param advice a sentence that says what to do, or null
     * @param cause the exception below, or null
     */
    public FailedException(String tried, Failure failure, String advice, Throwable cause) {
        super(tried == null ? failure.what() : "Tried to " + tried + ", but " + failure.what(), cause);
        this.failure = failure;
        this.advice = advice;
    }

    public Failure failure() {
        return failure;
    }

    /** What to do about it, one sentence, or null. */
    public String advice() {
        return advice;
    }

    /** Message and advice, as sentences. */
    public String sentences() {
        String said = getMessage().endsWith(".") ? getMessage() : getMessage() + ".";
        return advice == null ? said : said + " " + advice;
    }

    /** The first {@code FailedException} in the chain of causes, or null: Camel wraps exceptions on their way. */
    public static FailedException in(Throwable thrown) {
        int depth = 0;
        for (Throwable t = thrown; t != null && depth < 32; t = t.getCause(), depth++) {
            if (t instanceof FailedException found) {
                return found;
            }
        }
        return null;
    }
}
