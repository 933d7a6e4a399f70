package io.connectprocessor.component;

/** Texts that the platform takes up to a length. Counted in UTF-16 units, never fewer than the platform may count; no character is cut in half. */
final class Cut {

    private static final int LONGEST_REASON = 500;

    private Cut() {}

    /** Why a request is failed. */
    static String reason(String text) {
        return at(LONGEST_REASON, text);
    }

    /** The beginning of the text, at most so many units long. */
    static String at(int most, String text) {
        if (text.length() <= most) {
            return text;
        }
        // Half a character is no JSON.
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }
}
