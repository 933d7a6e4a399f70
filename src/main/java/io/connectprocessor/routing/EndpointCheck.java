package io.connectprocessor.routing;

import io.connectprocessor.rql.Nearest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Endpoints exist, and take the options that they are given. */
final class EndpointCheck {

    private final Catalog catalog;
    private final Placeholders keys;
    private final boolean guest;
    private final Consumer<RouteFinding> findings;

    /** @param guest whether there may be components that the catalog does not know */
    EndpointCheck(Catalog catalog, Placeholders keys, boolean guest, Consumer<RouteFinding> findings) {
        this.guest = guest;
        this.catalog = catalog;
        this.keys = keys;
        this.findings = findings;
    }

    void check(RouteSet set) {
        ConnectCheck connect = new ConnectCheck(catalog, findings);
        for (RouteDocument document : set.documents()) {
            for (EndpointUse written : document.endpoints()) {
                EndpointUse use = written.resolved(keys);
                if (keys.isResolved(use.uri())
                        && !use.uri().contains("${")
                        && !use.scheme().isBlank()) {
                    check(use, written);
                    connect.check(use);
                }
            }
            connect.steps(document, keys);
        }
    }

    private void check(EndpointUse use, EndpointUse written) {
        Optional<Catalog.Component> found = catalog.component(use.scheme());
        if (found.isEmpty() && guest && use.uri().contains(":")) {
            return;
        }
        if (found.isEmpty()) {
            findings.accept(use.finding(
                    use.uri().contains(":")
                            ? "there is no component " + use.scheme() + ":"
                            : "\"" + use.uri() + "\" is not an endpoint",
                    Nearest.advice(
                            use.scheme(), catalog.schemes(), "write scheme:name, for example direct:on-purchase")));
            return;
        }
        Catalog.Component component = found.get();
        direction(use, component);
        use.options().forEach(option -> option(use, option, component));
        written.options().forEach(option -> literal(use, option, component));
        missing(use, component);
    }

    private void direction(EndpointUse use, Catalog.Component component) {
        if (use.isFrom() && component.producerOnly()) {
            findings.accept(use.finding(
                    use.scheme() + ": cannot stand in from", "start the route by direct:, a schedule or a queue"));
        } else if (!use.isFrom() && component.consumerOnly()) {
            findings.accept(use.finding(use.scheme() + ": can stand in from only", "move it to a -trigger file"));
        }
    }

    private void missing(EndpointUse use, Catalog.Component component) {
        component.options().values().stream()
                .filter(option -> option.required() && !option.inPath() && use.option(option.name()) == null)
                .forEach(option -> findings.accept(use.finding(
                        use.uri() + " has no " + option.name(), "add " + option.name() + " to its parameters:")));
    }

    private void option(EndpointUse use, EndpointUse.Option given, Catalog.Component component) {
        Map<String, Catalog.Option> known = component.options();
        Catalog.Option option = known.get(given.name());
        if (option == null) {
            unknown(use, given, component);
        } else if (option.inPath()) {
            findings.accept(at(
                    use,
                    given,
                    given.name() + " is given beside the uri",
                    "write it into the uri: " + use.scheme() + ":…"));
        } else {
            value(use, given, option);
        }
    }

    private void unknown(EndpointUse use, EndpointUse.Option given, Catalog.Component component) {
        List<String> names = component.options().values().stream()
                .filter(option -> !option.inPath())
                .map(Catalog.Option::name)
                .toList();
        boolean prefixed = component.options().values().stream()
                .anyMatch(option -> option.prefix() != null && given.name().startsWith(option.prefix()));
        // A lenient component sends what it does not know to the other side: only what looks like a slip is named.
        Optional<String> slip = Nearest.within(1, given.name(), names);
        if (prefixed || component.lenient() && slip.isEmpty()) {
            return;
        }
        findings.accept(at(
                use,
                given,
                use.uri() + " has no option " + given.name(),
                Nearest.advice(given.name(), names, "remove it, or look up the options of " + use.scheme() + ":")));
    }

    private void value(EndpointUse use, EndpointUse.Option given, Catalog.Option option) {
        String value = given.value();
        if (value.startsWith("#") || value.contains("{{") || value.contains("${") || value.startsWith("RAW(")) {
            return;
        }
        if (!option.values().isEmpty() && option.values().stream().noneMatch(value::equalsIgnoreCase)) {
            findings.accept(wrong(
                    use,
                    given,
                    Nearest.advice(value, option.values(), "write one of " + String.join(", ", option.values()))));
        } else if (option.type().equals("boolean") && !value.matches("(?i)true|false")) {
            findings.accept(wrong(use, given, "write true or false"));
        } else if (option.type().equals("integer") && !value.matches("[+-]?[0-9]{1,18}")) {
            findings.accept(wrong(use, given, "write a whole number"));
        } else if (option.type().equals("duration") && !value.matches("(?i)-?[0-9]+|(\\d+(d|h|m|ms|s)\\s*)+|P.+")) {
            findings.accept(wrong(use, given, "write a time such as 200ms, 30s or 15m"));
        }
    }

    private static RouteFinding wrong(EndpointUse use, EndpointUse.Option given, String advice) {
        return at(
                use, given, "\"" + given.value() + "\" is not a value of " + given.name() + " of " + use.uri(), advice);
    }

    private void literal(EndpointUse use, EndpointUse.Option written, Catalog.Component component) {
        Catalog.Option option = component.options().get(written.name());
        if (option != null
                && option.secret()
                && !written.value().contains("{{")
                && !written.value().startsWith("#")) {
            findings.accept(at(
                    use,
                    written,
                    written.name() + " of " + use.scheme() + ": holds a secret in the file",
                    "define a key in application.properties and write \"{{that.key}}\""));
        }
    }

    private static RouteFinding at(EndpointUse use, EndpointUse.Option option, String what, String advice) {
        return use.entry().file().finding(option.line(), what, advice);
    }
}
