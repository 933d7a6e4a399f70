package io.connectprocessor.testing;

/**
 * Why a request was parked.
 *
 * @param failure the kind of failure, for example {@code route-fault} or {@code refused}
 * @param cause what happened, one sentence, with customers' data taken out
 * @param advice what to do about it, or null
 * @param step the step that failed, or null
 * @param route the route that failed, or null
 */
public record Parked(String failure, String cause, String advice, String step, String route) {}
