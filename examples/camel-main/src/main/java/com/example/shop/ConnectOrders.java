package com.example.shop;

import io.connectprocessor.embedded.ConnectProcessor;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;

/** Adds the processor, with what {@code application.properties} has under {@code connect-processor.}. */
public final class ConnectOrders implements CamelConfiguration {

    private static final String OURS = "connect-processor.";

    @Override
    public void configure(CamelContext context) throws Exception {
        Properties properties = context.getPropertiesComponent().loadProperties(name -> name.startsWith(OURS));
        Map<String, String> settings = new HashMap<>();
        for (String name : properties.stringPropertyNames()) {
            settings.put(name.substring(OURS.length()), properties.getProperty(name));
        }
        ConnectProcessor.builder(settings)
                .routes("connect-routes")
                .routePrefix("connect-")
                .build()
                .addTo(context);
    }
}
