package com.example.orders;

import io.connectprocessor.embedded.ConnectProcessor;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The processor in a context of one's own, with on-purchase in Java or in XML. */
public final class Orders {

    private Orders() {}

    /** @param settings by the keys of the processor's docs/configuration.md */
    public static CamelContext inJava(Map<String, String> settings) throws Exception {
        CamelContext context = with(settings);
        context.addRoutes(new OnPurchase());
        return context;
    }

    /** As {@link #inJava}, the route from on-purchase.xml. */
    public static CamelContext inXml(Map<String, String> settings) throws Exception {
        CamelContext context = with(settings);
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.resolveResource(context, "classpath:on-purchase.xml"));
        return context;
    }

    private static CamelContext with(Map<String, String> settings) throws Exception {
        CamelContext context = new DefaultCamelContext();
        ConnectProcessor.builder(settings).routesInCode("on-purchase").build().addTo(context);
        return context;
    }
}
