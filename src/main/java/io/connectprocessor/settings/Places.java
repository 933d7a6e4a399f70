package io.connectprocessor.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/** Kinds of places: URLs, hosts, paths. */
final class Places {
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*|\\[?[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*]?");
    private static final String URL_ADVICE = "write scheme, host and path, such as https://api.example.com/v1";

    private Places() {}

    static Kind<URI> url() {
        return new Kind<>("http or https URL", text -> readUrl(text.strip()), URI::toString);
    }

    static Kind<String> host() {
        return new Kind<>("host name or address", text -> readHost(text.strip()), text -> text);
    }

    static Kind<Path> path() {
        return new Kind<>("path", text -> readPath(text.strip()), Path::toString);
    }

    static Kind<String> broker() {
        return new Kind<>("URL of ActiveMQ Artemis", text -> readBroker(text.strip()), text -> text);
    }

    static Kind<String> database() {
        return new Kind<>("JDBC URL of H2 or PostgreSQL", text -> readDatabase(text.strip()), text -> text);
    }

    private static URI readUrl(String text) throws Refused {
        URI url = parse(text);
        if (!"http".equalsIgnoreCase(url.getScheme()) && !"https".equalsIgnoreCase(url.getScheme())) {
            throw new Refused("is not an http or https URL: " + Shown.refused(text), URL_ADVICE);
        }
        if (url.getRawUserInfo() != null
                || (url.getRawAuthority() != null && url.getRawAuthority().contains("@"))) {
            throw new Refused("holds user info", "take it out of the URL; credentials have their own key");
        }
        if (url.getHost() == null || url.getPort() > 65535) {
            throw new Refused(
                    "has no host, or none that a URL can carry (an underscore, a bad port): " + Shown.refused(text),
                    URL_ADVICE);
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new Refused("holds a query or a fragment", "end the URL with its path");
        }
        return parse(text.replaceFirst("/+$", ""));
    }

    private static URI parse(String text) throws Refused {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            // The exception's own message repeats the whole text, user info included.
            throw new Refused("is not a URL: " + Shown.refused(text), URL_ADVICE);
        }
    }

    private static String readHost(String text) throws Refused {
        if (!HOST.matcher(text).matches()) {
            throw new Refused(
                    "is not a host name or address: " + Shown.refused(text),
                    "write the host alone, such as 127.0.0.1 or 0.0.0.0; the port has its own key");
        }
        return text;
    }

    private static Path readPath(String text) throws Refused {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new Refused("is not a path: " + Shown.refused(text), "write a path of this system");
        }
    }

    /** One connector, or several in brackets, as the client of Artemis reads them. */
    private static String readBroker(String text) throws Refused {
        String advice = "write tcp://host:61616, with ?sslEnabled=true for TLS, or (tcp://one:61616,tcp://two:61616)";
        if (text.toLowerCase(Locale.ROOT).matches("(?s).*[?&;,(](user|\\w*password)=.*") || text.contains("@")) {
            throw new Refused("holds credentials", "take them out of the URL and set queue.user and queue.password");
        }
        if (!text.matches("\\(?tcp://[^\\s/].*")) {
            throw new Refused("is not a broker this program knows: " + Shown.refused(text), advice);
        }
        return text;
    }

    private static String readDatabase(String text) throws Refused {
        if (text.toLowerCase(Locale.ROOT).matches("(?s).*[?&;](ssl)?password=.*")) {
            throw new Refused("holds a password", "take it out of the URL and set ledger.password");
        }
        if (!text.startsWith("jdbc:h2:") && !text.startsWith("jdbc:postgresql:")) {
            throw new Refused(
                    "is not a database the ledger knows: " + Shown.refused(text),
                    "write jdbc:h2:file:./data/ledger or jdbc:postgresql://host/database");
        }
        return text;
    }
}
