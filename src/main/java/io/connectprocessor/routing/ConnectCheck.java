package io.connectprocessor.routing;

import io.connectprocessor.rql.Nearest;
import io.connectprocessor.rql.RqlCollection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** What only {@code connect:} has: actions, what each of them needs, filters in RQL, step names. */
final class ConnectCheck {

    private static final Map<String, List<String>> REQUIRED = Map.of(
            "vendor", List.of("step", "path"),
            "fail", List.of("reason"),
            "schedule", List.of("date"),
            "ignore", List.of("reason"));
    private static final String ACCOUNTS = "on-tier-account-request";
    private static final Set<String> NOT_OF_ACCOUNTS =
            Set.of("approve", "fail", "inquire", "schedule", "confirm", "update", "template");
    private static final Set<String> OF_ACCOUNTS_ALONE = Set.of("accept", "ignore");

    private final List<String> actions;
    private final Consumer<RouteFinding> findings;

    ConnectCheck(Catalog catalog, Consumer<RouteFinding> findings) {
        this.actions = catalog.component("connect")
                .orElseThrow()
                .options()
                .get("action")
                .values();
        this.findings = findings;
    }

    void check(EndpointUse use) {
        if (!use.scheme().equals("connect")) {
            return;
        }
        if (!actions.contains(use.path())) {
            findings.accept(use.finding(
                    "there is no connect:" + use.path(),
                    Nearest.to(use.path(), actions)
                            .map(near -> "did you mean connect:" + near + "?")
                            .orElse("write one of " + String.join(", ", actions))));
            return;
        }
        kind(use);
        for (String name : REQUIRED.getOrDefault(use.path(), List.of())) {
            String value = use.option(name);
            if (value == null || value.isBlank()) {
                findings.accept(use.finding(
                        "connect:" + use.path() + " has no " + name, "add " + name + " to its parameters:"));
            }
        }
        if (use.option("template") != null && use.option("template").isBlank()) {
            findings.accept(use.finding(
                    "connect:" + use.path() + " has a blank template",
                    "name one, or leave template out for the one that the settings name"));
        }
        if (use.path().equals("list")) {
            use.options().stream()
                    .filter(option -> option.name().equals("filter"))
                    .forEach(filter -> filter(use, filter));
        }
    }

    /** Only the product's own router calls the on-* routes, each for one kind of request. */
    private void kind(EndpointUse use) {
        String stem = use.entry().file().stem();
        if (stem.equals(ACCOUNTS) && NOT_OF_ACCOUNTS.contains(use.path())) {
            findings.accept(use.finding(
                    "connect:" + use.path() + " does not fit a tier account request",
                    "end the route with connect:accept or connect:ignore"));
        }
        if (stem.startsWith("on-") && !stem.equals(ACCOUNTS) && OF_ACCOUNTS_ALONE.contains(use.path())) {
            findings.accept(use.finding(
                    "connect:" + use.path() + " fits tier account requests alone, those of " + ACCOUNTS,
                    "write connect:approve or connect:fail"));
        }
    }

    private void filter(EndpointUse use, EndpointUse.Option filter) {
        String resource = use.option("resource") == null ? "requests" : use.option("resource");
        if (!RqlCollection.names().contains(resource)
                || filter.value().isBlank()
                || filter.value().contains("{{")) {
            return;
        }
        RqlCollection.named(resource)
                .check(filter.value())
                .forEach(finding -> findings.accept(use.entry()
                        .file()
                        .finding(
                                filter.line(),
                                "filter, column " + finding.column() + ": " + finding.what(),
                                finding.advice())));
    }

    /** The name of a step is part of its Idempotency-Key: two steps of one name are one call to the vendor. */
    void steps(RouteDocument document, Placeholders keys) {
        Map<String, Integer> seen = new HashMap<>();
        Set<String> told = new HashSet<>();
        for (EndpointUse written : document.endpoints()) {
            EndpointUse use = written.resolved(keys);
            String step = use.isConnect("vendor") ? use.option("step") : null;
            Integer before = step == null ? null : seen.putIfAbsent(step, use.line());
            if (before != null && told.add(step + use.line())) {
                findings.accept(use.finding(
                        "the step " + step + " has the name of the one in line " + before
                                + ", so both share one Idempotency-Key",
                        "give this step a name of its own"));
            }
        }
    }
}
