package io.connectprocessor.settings;

/**
 * One thing that is wrong with the configuration. Never holds the value of a secret.
 *
 * @param place where it is wrong: {@code application.properties:12}, {@code -D}, {@code environment CONNECT_RATE}
 * @param what what is wrong there, with the key
 * @param advice what to do next
 */
public record Finding(String place, String what, String advice) {
    @Override
    public String toString() {
        return place + "  " + what + "  -> " + advice;
    }
}
