package io.connectprocessor.routing;

import java.time.Instant;
import java.util.List;

/**
 * Where the reloading stands, for a health check.
 *
 * @param reloadedAt when saved files last took effect; null before the first time
 * @param rejected why the files on disk are not what runs; empty when they are, or have just been saved
 * @param rejectedAt since when; null when nothing is rejected
 * @param waiting whether an edit without findings waits for the work to come to rest
 */
public record ReloadState(Instant reloadedAt, List<RouteFinding> rejected, Instant rejectedAt, boolean waiting) {}
