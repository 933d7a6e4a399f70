package io.connectprocessor.routing;

/** Camel did not take a route that validation had let pass. */
final class RouteSwapException extends Exception {

    private static final long serialVersionUID = 1L;
    private final transient RouteFinding finding;

    RouteSwapException(RouteFinding finding, Throwable cause) {
        super(finding.toString(), cause);
        this.finding = finding;
    }

    RouteFinding finding() {
        return finding;
    }
}
