package io.connectprocessor.routing;

import io.connectprocessor.rql.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every {@code direct:} that is called has a route that listens on it. The routes of the types may be missing: requests of such a type are
 * parked, one by one, with that reason.
 */
final class DirectCheck {

    private static final Pattern DIRECT = Pattern.compile("direct:(?://)?([A-Za-z0-9_.\\-]+)");

    /** The types of all kinds of request, as the platform documents them (OpenAPI 37.0). */
    private static final Set<String> OPTIONAL = Set.of(
            "on-purchase",
            "on-change",
            "on-suspend",
            "on-resume",
            "on-cancel",
            "on-adjustment",
            "on-renew",
            "on-transfer",
            "on-revoke",
            "on-tier-config-request",
            "on-tier-account-request");

    private static final String ROUTER = "process-request";

    private final Placeholders keys;
    private final Consumer<RouteFinding> findings;

    DirectCheck(Placeholders keys, Consumer<RouteFinding> findings) {
        this.keys = keys;
        this.findings = findings;
    }

    void check(RouteSet set) {
        Set<String> known = set.directNames(keys);
        for (RouteDocument document : set.documents()) {
            document.endpoints().stream().filter(use -> !use.isFrom()).forEach(use -> check(use, known));
            document.named("enrich", "pollEnrich", "recipientList", "routingSlip", "constant")
                    .forEach(entry -> names(entry, known));
        }
    }

    private void check(EndpointUse use, Set<String> known) {
        List<EndpointUse.Option> places = new ArrayList<>(use.options());
        places.add(new EndpointUse.Option("uri", use.uri(), use.line()));
        places.forEach(place -> check(use.entry(), place.value(), place.line(), known));
    }

    /** A constant with the names of endpoints, as {@code enrich} and {@code recipientList} take it. */
    private void names(Entry entry, Set<String> known) {
        boolean ofEndpoints = !entry.name().equals("constant")
                || entry.isBelow("enrich")
                || entry.isBelow("pollEnrich")
                || entry.isBelow("recipientList")
                || entry.isBelow("routingSlip");
        String text = entry.text() == null ? entry.text("expression") : entry.text();
        if (ofEndpoints && text != null) {
            check(entry, text, entry.line(), known);
        }
    }

    private void check(Entry entry, String text, int line, Set<String> known) {
        Matcher direct = DIRECT.matcher(keys.resolve(text));
        while (direct.find()) {
            String name = direct.group(1);
            boolean optional = entry.file().stem().equals(ROUTER) && OPTIONAL.contains(name);
            if (!known.contains(name) && !optional) {
                findings.accept(entry.file()
                        .finding(
                                line,
                                "no route listens on direct:" + name,
                                Nearest.to(name, known)
                                        .map(near -> "did you mean direct:" + near + "?")
                                        .orElse("add " + name + RouteText.SUFFIX + " or correct the name")));
            }
        }
    }
}
