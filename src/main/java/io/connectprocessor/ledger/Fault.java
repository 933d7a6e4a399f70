package io.connectprocessor.ledger;

/**
 * Why a request waits or is parked.
 *
 * @param failure the kind of failure, lower case with hyphens; null for a request that waits because it is planned for later
 * @param cause what happened, one sentence, already redacted by the caller
 * @param advice what to do about it, or null
 * @param step the step that failed, or null
 * @param route the route that failed, or null
 * @param payload redacted JSON of the request, or null
 */
public record Fault(String failure, String cause, String advice, String step, String route, String payload) {}
