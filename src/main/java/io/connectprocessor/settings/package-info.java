/**
 * The configuration of the standalone processor: where each value comes from, whether it is right, and what to do if it
 * is not. Settled before Camel starts, because Camel lets an environment variable win over {@code -D}, and accepts any
 * misspelt key that no route asks for.
 */
package io.connectprocessor.settings;
