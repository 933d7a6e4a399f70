/** Tells other systems what became of requests: from the ledger's outbox to any Camel endpoint, at least once, in the order of each asset. */
package io.connectprocessor.events;
