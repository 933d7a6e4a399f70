package io.connectprocessor.routing;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One error policy for the whole way of a request: routes pass failures up, process-request hands them to the dead letter route. */
final class PolicyCheck {

    private static final String HOME = "dead-letter";
    private static final String ROUTER = "process-request";
    private static final String POLICY = "error-policy";

    private final Consumer<RouteFinding> findings;

    PolicyCheck(Consumer<RouteFinding> findings) {
        this.findings = findings;
    }

    void check(RouteSet set) {
        set.documents().forEach(this::place);
        set.named(HOME).ifPresent(this::shape);
        set.named(ROUTER).ifPresent(router -> router(router, set));
    }

    private void place(RouteDocument document) {
        document.named("redeliveryPolicy", "maximumRedeliveries", "asyncDelayedRedelivery")
                .forEach(entry -> findings.accept(entry.finding(
                        entry.name() + " repeats a step inside Camel, where an end of the process loses it",
                        "remove it: connect:retry tries a request again later")));
        if (!document.stem().equals(HOME)) {
            document.named("errorHandler", "errorHandlerRef", "onException", "routeConfiguration")
                    .forEach(entry -> findings.accept(entry.finding(
                            entry.name() + " hides failures from the error policy of process-request",
                            "remove it; use doTry for what the route itself can handle, and " + HOME + RouteText.SUFFIX
                                    + " for the rest")));
        }
        if (!document.stem().equals(ROUTER)) {
            document.named("routeConfigurationId")
                    .forEach(
                            entry -> findings.accept(
                                    entry.finding(
                                            "routeConfigurationId belongs to " + ROUTER + " alone",
                                            "remove it: a second policy would handle the failure first and the caller would go on as if all were well")));
        }
    }

    private void shape(RouteDocument home) {
        List<Entry> blocks = home.configurations();
        boolean passesUp = blocks.stream()
                .filter(block -> !POLICY.equals(block.text("id")))
                .anyMatch(block -> Yaml.child(Yaml.child(block.value(), "errorHandler"), "noErrorHandler") != null);
        if (!passesUp) {
            findings.accept(
                    home.file()
                            .finding(
                                    1,
                                    "there is no routeConfiguration beside " + POLICY + " that sets noErrorHandler",
                                    "add - routeConfiguration: { errorHandler: { noErrorHandler: {} } }, or called routes keep failures to themselves"));
        }
        Optional<Entry> policy =
                blocks.stream().filter(block -> POLICY.equals(block.text("id"))).findFirst();
        if (policy.isEmpty()) {
            findings.accept(home.file()
                    .finding(
                            1,
                            "there is no routeConfiguration with id: " + POLICY,
                            "add it with an onException for java.lang.Throwable that sends to direct:" + HOME));
        } else if (!catchesAll(policy.get())) {
            findings.accept(policy.get()
                    .finding(
                            POLICY + " does not handle java.lang.Throwable",
                            "give it an onException for java.lang.Throwable, handled, that sends to direct:" + HOME));
        }
    }

    private static boolean catchesAll(Entry policy) {
        return Yaml.items(Yaml.child(policy.value(), "onException")).stream()
                .map(item -> Yaml.child(item, "onException"))
                .filter(clause -> clause != null && Yaml.child(clause, "handled") != null)
                .flatMap(clause -> Yaml.items(Yaml.child(clause, "exception")).stream())
                .anyMatch(exception -> "java.lang.Throwable".equals(Yaml.text(exception)));
    }

    private void router(RouteDocument router, RouteSet set) {
        for (Entry route : router.routes()) {
            String id = route.text("routeConfigurationId");
            if (!POLICY.equals(id)) {
                findings.accept(router.file()
                        .finding(
                                route.lineOf("routeConfigurationId"),
                                ROUTER + " does not name the error policy",
                                "write routeConfigurationId: " + POLICY));
            } else if (set.named(HOME).isEmpty() && !set.unread().contains(HOME)) {
                findings.accept(router.file()
                        .finding(
                                route.lineOf("routeConfigurationId"),
                                "no file defines " + POLICY,
                                "put " + HOME + RouteText.SUFFIX + " back"));
            }
        }
    }
}
