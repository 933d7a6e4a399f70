package io.connectprocessor.routing;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A route file as YAML.
 *
 * @param file where it stands
 * @param root its top node
 * @param entries every entry below it
 */
record RouteDocument(RouteText file, Node root, List<Entry> entries) {

    Stream<Entry> named(String... names) {
        List<String> wanted = List.of(names);
        return entries.stream().filter(entry -> wanted.contains(entry.name()));
    }

    /** The routes, which stand at the top. */
    List<Entry> routes() {
        return named("route").filter(entry -> entry.parent() == null).toList();
    }

    List<Entry> configurations() {
        return named("routeConfiguration")
                .filter(entry -> entry.parent() == null)
                .toList();
    }

    List<EndpointUse> endpoints() {
        return entries.stream()
                .map(Entry::endpoint)
                .flatMap(use -> Optional.ofNullable(use).stream())
                .toList();
    }

    String stem() {
        return file.stem();
    }

    /** Whether a request's work is done here: files of the vendor and the router that calls them. */
    boolean worksOnClaim() {
        return stem().startsWith("on-") || stem().startsWith("vendor-") || stem().equals("process-request");
    }
}
