package io.connectprocessor.routing;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** One route per file; file stem, route id and {@code direct:} name are the same word. */
final class NamingCheck {

    private final Placeholders keys;
    private final Consumer<RouteFinding> findings;

    NamingCheck(Placeholders keys, Consumer<RouteFinding> findings) {
        this.keys = keys;
        this.findings = findings;
    }

    void check(RouteSet set) {
        set.documents().forEach(this::names);
        twice(set);
    }

    private void names(RouteDocument document) {
        if (document.routes().isEmpty()) {
            findings.accept(document.file()
                    .finding(1, "there is no route in the file", "begin one with - route:, or delete the file"));
        }
        document.named("from")
                .filter(entry -> entry.parent() == null)
                .forEach(from -> findings.accept(
                        from.finding("a route without an id", "put it under - route: with id: " + document.stem())));
        document.routes().forEach(route -> route(document, route));
    }

    private void route(RouteDocument document, Entry route) {
        String stem = document.stem();
        String id = route.text("id");
        if (id == null) {
            findings.accept(route.finding("the route has no id", "add id: " + stem));
        } else if (!id.equals(stem)) {
            findings.accept(document.file()
                    .finding(
                            route.lineOf("id"),
                            "the route is called " + id + ", its file " + stem,
                            "write id: " + stem + ", or move the route to " + id + RouteText.SUFFIX));
        }
        document.endpoints().stream()
                .filter(use -> use.isFrom() && use.entry().parent() == route)
                .forEach(use -> from(document, use));
    }

    private void from(RouteDocument document, EndpointUse written) {
        EndpointUse from = written.resolved(keys);
        String wanted = "direct:" + document.stem();
        if (startsElsewhere(document)) {
            if (from.scheme().equals("direct")) {
                findings.accept(from.finding(
                        "the trigger listens on " + from.uri(), "let it start by itself, by a schedule or a queue"));
            }
        } else if (!from.uri().equals(wanted)) {
            findings.accept(from.finding(
                    "the route listens on " + written.uri(),
                    "write uri: " + wanted + ", or end the file's name in -trigger" + RouteText.SUFFIX));
        }
    }

    static boolean startsElsewhere(RouteDocument document) {
        return document.stem().endsWith("-trigger") || document.stem().equals("take-request");
    }

    private void twice(RouteSet set) {
        Map<String, Entry> listeners = new HashMap<>();
        Map<String, Entry> ids = new HashMap<>();
        for (RouteDocument document : set.documents()) {
            document.endpoints().stream()
                    .filter(EndpointUse::isFrom)
                    .filter(use -> use.resolved(keys).scheme().equals("direct"))
                    .forEach(use -> once(
                            listeners, use.resolved(keys).uri(), use.entry(), use.line(), "two routes listen on "));
            document.named("id")
                    .filter(id -> id.text() != null
                            && id.parent() != null
                            && !id.parent().name().equals("routeConfiguration"))
                    .forEach(id -> once(ids, id.text(), id, id.line(), "two things have the id "));
        }
    }

    private void once(Map<String, Entry> seen, String name, Entry entry, int line, String what) {
        Entry first = seen.putIfAbsent(name, entry);
        if (first != null) {
            findings.accept(entry.file()
                    .finding(
                            line,
                            what + name,
                            "rename this one; the other is in "
                                    + first.file().file().getFileName() + ":" + first.line()));
        }
    }
}
