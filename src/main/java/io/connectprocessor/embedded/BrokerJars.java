package io.connectprocessor.embedded;

import java.util.List;
import org.apache.camel.CamelContext;

/** What a broker needs and a host need not have. */
final class BrokerJars {

    private static final List<String> NEEDED = List.of(
            "org.apache.camel.component.jms.JmsComponent",
            "org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory",
            "org.messaginghub.pooled.jms.JmsPoolConnectionFactory");

    private BrokerJars() {}

    /**
     * @param key the setting that asks for a broker
     * @throws ConfigurationException when something of it is not on the class path
     */
    static void check(CamelContext context, String key) {
        if (NEEDED.stream().anyMatch(name -> context.getClassResolver().resolveClass(name) == null)) {
            throw new ConfigurationException(
                    key
                            + " is at a broker, but what speaks to it is not on the class path. Add org.apache.camel:camel-jms,"
                            + " org.apache.activemq:artemis-jakarta-client and org.messaginghub:pooled-jms.",
                    null);
        }
    }
}
