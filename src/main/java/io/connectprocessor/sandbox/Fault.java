package io.connectprocessor.sandbox;

import java.time.Duration;
import java.util.Objects;

/**
 * A rule by which calls go wrong. Immutable; {@code with…} methods give changed copies. A rule draws from its own random numbers, so that the same calls meet the same fate in each run.
 *
 * @param kind what happens
 * @param api whose calls; null: both
 * @param action the name of an action, as in {@link Books#connectCalls()}; null: all
 * @param method the HTTP verb; null: all
 * @param path a regular expression that must match somewhere in the path below the API's root; null: all
 * @param probability 0 to 1, for each call that fits
 * @param skip how many fitting calls pass unharmed first
 * @param times how often it fires at most; -1: always
 * @param status the answer's status, for {@link Kind#STATUS}, {@link Kind#HTML} and {@link Kind#EFFECT_THEN_STATUS}
 * @param retryAfter null: no Retry-After header; otherwise sent in whole seconds
 * @param delay for {@link Kind#SLOW}
 * @param seed of the rule's random numbers
 */
public record Fault(
        Kind kind,
        Api api,
        String action,
        String method,
        String path,
        double probability,
        int skip,
        int times,
        int status,
        Duration retryAfter,
        Duration delay,
        long seed) {

    /** Whose calls. */
    public enum Api {
        CONNECT,
        VENDOR
    }

    /** What happens to the call. */
    public enum Kind {
        /** Answered with a status and a JSON error; no effect. */
        STATUS,
        /** Slept on before it is looked at; then goes on. */
        SLOW,
        /** Takes effect; the connection is closed without an answer. */
        REPLY_LOST,
        /** No effect; the connection is closed without an answer. */
        CONNECTION_CLOSED_BEFORE,
        /** Takes effect; half of the body is sent, then the connection is closed. */
        TRUNCATED,
        /** No effect; an HTML page as a gateway sends it, with status 200 or 502 or what is set. */
        HTML,
        /** Takes effect; answered with a status as if it had not. */
        EFFECT_THEN_STATUS
    }

    public Fault {
        Objects.requireNonNull(kind, "kind");
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("A fault's probability is 0 to 1, not " + probability);
        }
    }

    /** A fault of this kind on every call of both APIs; status 500, delay 1 s. */
    public static Fault of(Kind kind) {
        int status = kind == Kind.HTML ? 502 : 500;
        return new Fault(kind, null, null, null, null, 1.0, 0, -1, status, null, Duration.ofSeconds(1), 0);
    }

    public static Fault status(int status) {
        return of(Kind.STATUS).withStatus(status);
    }

    public static Fault slow(Duration delay) {
        return of(Kind.SLOW).withDelay(delay);
    }

    public static Fault replyLost() {
        return of(Kind.REPLY_LOST);
    }

    public static Fault connectionClosedBefore() {
        return of(Kind.CONNECTION_CLOSED_BEFORE);
    }

    public static Fault truncated() {
        return of(Kind.TRUNCATED);
    }

    public static Fault html(int status) {
        return of(Kind.HTML).withStatus(status);
    }

    public static Fault effectThenStatus(int status) {
        return of(Kind.EFFECT_THEN_STATUS).withStatus(status);
    }

    public Fault onConnect() {
        return with(Api.CONNECT, action, method, path);
    }

    public Fault onVendor() {
        return with(Api.VENDOR, action, method, path);
    }

    public Fault onAction(String wanted) {
        return with(api, wanted, method, path);
    }

    public Fault onMethod(String wanted) {
        return with(api, action, wanted, path);
    }

    public Fault onPath(String regex) {
        return with(api, action, method, regex);
    }

    public Fault withProbability(double wanted) {
        return new Fault(kind, api, action, method, path, wanted, skip, times, status, retryAfter, delay, seed);
    }

    /** Fires on the first so many calls that fit. */
    public Fault times(int wanted) {
        return new Fault(kind, api, action, method, path, probability, skip, wanted, status, retryAfter, delay, seed);
    }

    /** Fires once, on the n-th call that fits; the first is 1. */
    public Fault onCall(int n) {
        return new Fault(kind, api, action, method, path, probability, n - 1, 1, status, retryAfter, delay, seed);
    }

    public Fault withStatus(int wanted) {
        return new Fault(kind, api, action, method, path, probability, skip, times, wanted, retryAfter, delay, seed);
    }

    public Fault withRetryAfter(Duration wanted) {
        return new Fault(kind, api, action, method, path, probability, skip, times, status, wanted, delay, seed);
    }

    public Fault withDelay(Duration wanted) {
        return new Fault(kind, api, action, method, path, probability, skip, times, status, retryAfter, wanted, seed);
    }

    public Fault withSeed(long wanted) {
        return new Fault(kind, api, action, method, path, probability, skip, times, status, retryAfter, delay, wanted);
    }

    private Fault with(Api wantedApi, String wantedAction, String wantedMethod, String wantedPath) {
        return new Fault(
                kind,
                wantedApi,
                wantedAction,
                wantedMethod,
                wantedPath,
                probability,
                skip,
                times,
                status,
                retryAfter,
                delay,
                seed);
    }
}
