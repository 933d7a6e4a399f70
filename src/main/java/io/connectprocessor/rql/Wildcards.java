package io.connectprocessor.rql;

/** The wildcards of a like pattern: {@code *} is one unless a backslash escapes it. */
final class Wildcards {

    private Wildcards() {}

    static boolean doubled(String pattern) {
        boolean afterWildcard = false;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '*' && afterWildcard) {
                return true;
            }
            afterWildcard = c == '*';
            if (c == '\\') {
                i++;
            }
        }
        return false;
    }
}
