package io.connectprocessor.springboot;

import io.connectprocessor.embedded.ConnectProcessor;

/** A bean that changes the processor before it is built; several are called by their order. */
@FunctionalInterface
public interface ConnectProcessorCustomizer {

    /** @param builder has the settings, and the ledger and the routes that they ask for */
    void customize(ConnectProcessor.Builder builder);
}
