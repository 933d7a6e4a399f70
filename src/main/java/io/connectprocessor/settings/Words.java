package io.connectprocessor.settings;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/** Kinds of words and lists of words. */
final class Words {
    private static final String API_KEY_PREFIX = "ApiKey";

    private Words() {}

    static Kind<String> text() {
        return new Kind<>("text", text -> oneLine(text.strip()), text -> text);
    }

    static Kind<String> endpoint() {
        return new Kind<>("Camel endpoint URI", text -> readEndpoint(text.strip()), text -> text);
    }

    /** An endpoint to send to that keeps what it took. */
    static Kind<String> channel() {
        return new Kind<>("Camel endpoint URI", text -> readChannel(text.strip()), text -> text);
    }

    static Kind<Boolean> onOrOff() {
        return new Kind<>("`true` or `false`", text -> readSwitch(text.strip()), String::valueOf);
    }

    static Kind<List<String>> list() {
        return new Kind<>("comma separated", Words::readList, list -> String.join(",", list));
    }

    static Kind<List<String>> listOf(List<String> allowed) {
        String form = "comma separated, of `" + String.join("`, `", allowed) + "`";
        return new Kind<>(form, text -> readChoices(text, allowed), list -> String.join(",", list));
    }

    static Kind<String> oneOf(List<String> allowed) {
        return new Kind<>(
                "`" + String.join("` or `", allowed) + "`", text -> readChoice(text.strip(), allowed), text -> text);
    }

    static Kind<List<String>> assignees() {
        return new Kind<>(
                "`any`, or comma separated `unassigned`, ids (`UR-…`, `SU-…`) and e-mail addresses of users",
                Words::readAssignees,
                list -> String.join(",", list));
    }

    private static List<String> readAssignees(String text) throws Refused {
        List<String> words = readList(text);
        for (String word : words) {
            if (word.equals("any") && words.size() > 1) {
                throw new Refused("has any beside others", "write any alone, or leave it out");
            }
            if (!word.matches("any|unassigned|[A-Z]{2}-[0-9-]+|[^@\\s]+@[^@\\s]+")) {
                throw new Refused(
                        "knows no " + Shown.refused(word),
                        "write any, unassigned, a user's id such as UR-000-000-000, or an e-mail address");
            }
        }
        return words;
    }

    /** A secret that travels in an HTTP header. */
    static Kind<String> token() {
        return new Kind<>("secret", text -> readToken(text.strip()), text -> text);
    }

    /** The platform documents the prefix as a part of the header: {@code Authorization: ApiKey SU-…:…}. */
    static Kind<String> apiKey() {
        return new Kind<>("secret", text -> readToken(withoutPrefix(text.strip())), text -> text);
    }

    /** A secret in which every character counts. */
    static Kind<String> password() {
        return new Kind<>("secret", text -> text, text -> text);
    }

    private static String oneLine(String text) throws Refused {
        if (has(text, Character::isISOControl)) {
            throw new Refused("holds a line break or control character", "write it on one line");
        }
        return text;
    }

    private static String readEndpoint(String text) throws Refused {
        oneLine(text);
        if (!text.matches("[A-Za-z][A-Za-z0-9+.-]*:.+")) {
            throw new Refused(
                    "is not an endpoint URI: " + Shown.refused(text),
                    "write scheme:name, such as seda:requests?size=32");
        }
        return text;
    }

    private static String readChannel(String text) throws Refused {
        readEndpoint(text);
        String scheme = text.substring(0, text.indexOf(':'));
        if (scheme.equals("seda") || scheme.equals("vm")) {
            throw new Refused(
                    "is at " + scheme + ":, which forgets what it took when the process ends",
                    "write direct: and the name of a route, or the endpoint itself, such as jms:queue:connect.events");
        }
        if (scheme.equals("connect")) {
            throw new Refused("is at connect:, which works on requests", "write where others shall hear of them");
        }
        return text;
    }

    private static boolean readSwitch(String text) throws Refused {
        if (!text.equals("true") && !text.equals("false")) {
            throw new Refused("is neither true nor false: " + Shown.refused(text), "write true or false");
        }
        return text.equals("true");
    }

    private static List<String> readList(String text) throws Refused {
        oneLine(text.strip());
        List<String> words = Stream.of(text.split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
        if (words.isEmpty()) {
            throw new Refused("is an empty list", "name one, or several with commas between them");
        }
        return words;
    }

    private static List<String> readChoices(String text, List<String> allowed) throws Refused {
        List<String> words = readList(text);
        for (String word : words) {
            readChoice(word, allowed);
        }
        return words;
    }

    private static String readChoice(String word, List<String> allowed) throws Refused {
        if (!allowed.contains(word)) {
            throw new Refused(
                    "knows no " + Shown.refused(word),
                    "write " + Nearest.to(word, allowed) + "? It takes " + String.join(", ", allowed));
        }
        return word;
    }

    private static String readToken(String text) throws Refused {
        if (text.isEmpty()) {
            throw new Refused("is blank", "write the key behind the prefix");
        }
        if (has(text, c -> Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c))) {
            throw new Refused("holds a blank or a line break", "copy it again, in one piece");
        }
        return text;
    }

    private static String withoutPrefix(String text) {
        boolean prefixed = text.regionMatches(true, 0, API_KEY_PREFIX, 0, API_KEY_PREFIX.length());
        String rest = prefixed ? text.substring(API_KEY_PREFIX.length()) : text;
        return prefixed && (rest.isEmpty() || Character.isWhitespace(rest.charAt(0))) ? rest.strip() : text;
    }

    private static boolean has(String text, IntPredicate character) {
        return text.codePoints().anyMatch(character);
    }
}
