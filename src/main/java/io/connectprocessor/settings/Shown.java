package io.connectprocessor.settings;

import java.util.regex.Pattern;

/** What of a value may stand in a message. */
final class Shown {
    private static final int LONGEST = 80;

    /** Credentials pasted into the wrong key: user info, query parameters, the platform's own key. */
    private static final Pattern DELICATE =
            Pattern.compile("[@?]|ApiKey|SU-\\d|passw|secret|token", Pattern.CASE_INSENSITIVE);

    private Shown() {}

    /** A value that was refused, in quotes. */
    static String refused(String text) {
        if (DELICATE.matcher(text).find()) {
            return "a value that is not shown here, it may hold a secret";
        }
        return quoted(text);
    }

    /** A value of a key that cannot hold a secret by mistake. */
    static String quoted(String text) {
        String oneLine = text.replaceAll("\\p{Cntrl}", " ");
        return '"' + (oneLine.length() > LONGEST ? oneLine.substring(0, LONGEST) + "…" : oneLine) + '"';
    }

    /** A value that was accepted. The user info or options of an endpoint or a database may hold its password. */
    static String setting(Key<?> key, String text) {
        boolean own = !text.equals(key.fallback());
        boolean withOptions = key.kind().form().endsWith("endpoint URI")
                || key.equals(Keys.QUEUE_BROKER_URL)
                || key.equals(Keys.LEDGER_URL);
        return own && withOptions ? text.replaceFirst("([?;]|//[^/]*@).*", "…") : text;
    }
}
