package io.connectprocessor.ledger;

import java.time.Instant;

/**
 * One line of a request's timeline.
 *
 * @param at the ledger's time
 * @param kind what happened: {@code sighted}, {@code claimed}, {@code step-called}, {@code step-answered}, the state that an outcome led to
 *     ({@code decided}, {@code waiting}, {@code inquired}, {@code scheduled}, {@code parked}, {@code ready} when it was given back),
 *     {@code interrupted}, {@code replay}, {@code discard}, {@code close}, or a caller's own word, such as {@code sent} and {@code answered}
 * @param detail one redacted sentence, or null
 */
public record Event(Instant at, String kind, String detail) {}
