package io.connectprocessor.failure;

/** Who was called. */
public enum Api {
    CONNECT("Connect"),
    VENDOR("the vendor");

    private final String speaker;

    Api(String speaker) {
        this.speaker = speaker;
    }

    /** As in "… but Connect answered 409". */
    public String speaker() {
        return speaker;
    }
}
