package io.connectprocessor.routing;

import java.nio.file.Path;

/**
 * What a route file held when it was read.
 *
 * @param file the file, below the directory as it was given
 * @param text its content; null when it could not be read
 * @param failure why not; null when it could
 */
record RouteText(Path file, String text, String failure) {

    static final String SUFFIX = ".camel.yaml";

    /** The name of the file without {@code .camel.yaml}: what its route is called. */
    String stem() {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - SUFFIX.length());
    }

    boolean same(RouteText other) {
        return other != null && text != null && text.equals(other.text);
    }

    RouteFinding finding(int line, String what, String advice) {
        return new RouteFinding(file, line, what, advice);
    }
}
