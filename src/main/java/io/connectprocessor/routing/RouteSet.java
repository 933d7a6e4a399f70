package io.connectprocessor.routing;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All that a folder holds.
 *
 * @param documents the files that are YAML
 * @param unread the names of the others; a route that calls one of them is not at fault
 */
record RouteSet(List<RouteDocument> documents, Set<String> unread) {

    Optional<RouteDocument> named(String stem) {
        return documents.stream()
                .filter(document -> document.stem().equals(stem))
                .findFirst();
    }

    /** The names of {@code direct:} endpoints that something listens on. */
    Set<String> directNames(Placeholders keys) {
        Set<String> names = documents.stream()
                .flatMap(document -> document.endpoints().stream())
                .filter(EndpointUse::isFrom)
                .map(use -> use.resolved(keys))
                .filter(use -> use.scheme().equals("direct"))
                .map(EndpointUse::path)
                .collect(Collectors.toSet());
        // A file whose from is wrong is told so itself; those who call it are not at fault.
        documents.stream()
                .filter(document -> !NamingCheck.startsElsewhere(document))
                .map(RouteDocument::stem)
                .forEach(names::add);
        names.addAll(unread);
        return names;
    }
}
