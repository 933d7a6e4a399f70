package io.connectprocessor.sandbox;

import java.time.Duration;

/**
 * @param processing from an upload until its result is there
 * @param acceptAfter from the submission until the distributor accepts by itself; null: only when told to
 */
record UsageOptions(Duration processing, Duration acceptAfter) {}
