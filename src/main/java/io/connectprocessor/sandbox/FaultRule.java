package io.connectprocessor.sandbox;

import java.util.Random;
import java.util.regex.Pattern;

/** A fault with its count and its random numbers. Thread-safe. */
final class FaultRule {

    final Fault fault;
    private final Pattern path;
    private final Random random;
    private int seen;
    private int fired;

    FaultRule(Fault fault) {
        this.fault = fault;
        this.path = fault.path() == null ? null : Pattern.compile(fault.path());
        this.random = new Random(fault.seed());
    }

    boolean fires(Fault.Api api, String action, String method, String callPath) {
        return fits(api, action, method, callPath) && drawn();
    }

    private boolean fits(Fault.Api api, String action, String method, String callPath) {
        return (fault.api() == null || fault.api() == api)
                && (fault.action() == null || fault.action().equals(action))
                && (fault.method() == null || fault.method().equals(method))
                && (path == null || path.matcher(callPath).find());
    }

    private synchronized boolean drawn() {
        seen++;
        boolean drawn = random.nextDouble() < fault.probability();
        if (!drawn || seen <= fault.skip() || (fault.times() >= 0 && fired >= fault.times())) {
            return false;
        }
        fired++;
        return true;
    }
}
