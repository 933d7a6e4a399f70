package io.connectprocessor.springboot;

import io.connectprocessor.embedded.ConnectProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spring.boot.CamelContextConfiguration;

/** Joins the context when the host's routes are known, all beans are there, databases are migrated, and nothing runs yet. */
final class Join implements CamelContextConfiguration {

    private final ConnectProcessor processor;

    Join(ConnectProcessor processor) {
        this.processor = processor;
    }

    @Override
    public void beforeApplicationStart(CamelContext context) {
        try {
            processor.addTo(context);
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeException(e);
        }
    }

    @Override
    public void afterApplicationStart(CamelContext context) {
        // The processor begins by itself.
    }
}
