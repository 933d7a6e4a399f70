package io.connectprocessor.settings;

/** A value that does not fit its key. The message goes on after the name of the key: "is not a URL: …". */
final class Refused extends Exception {
    private final String advice;

    Refused(String what, String advice) {
        super(what, null, false, false);
        this.advice = advice;
    }

    String advice() {
        return advice;
    }
}
