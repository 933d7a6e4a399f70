package io.connectprocessor.settings;

import java.util.List;
import java.util.Set;

/** System properties that the JVM sets or reads itself, and which are no configuration of ours. */
final class JvmProperties {
    private static final List<String> PREFIXES = List.of(
            "java.",
            "javax.",
            "jdk.",
            "sun.",
            "com.sun.",
            "os.",
            "user.",
            "file.",
            "line.",
            "path.",
            "native.",
            "stdin.",
            "stdout.",
            "stderr.",
            "awt.",
            "http.auth.",
            "http.keepAlive.");

    /** The JDK's networking properties share the prefix {@code http.} with our time-outs. */
    private static final Set<String> NAMES = Set.of(
            "http.proxyHost",
            "http.proxyPort",
            "http.proxyUser",
            "http.proxyPassword",
            "http.nonProxyHosts",
            "http.agent",
            "http.keepAlive",
            "http.maxConnections",
            "http.maxRedirects",
            "http.strictPostRedirect");

    private JvmProperties() {}

    static boolean contains(String name) {
        return NAMES.contains(name) || PREFIXES.stream().anyMatch(name::startsWith);
    }
}
