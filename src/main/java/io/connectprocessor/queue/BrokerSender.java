package io.connectprocessor.queue;

import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.jms.JmsConfiguration;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;

/**
 * Sends messages that nobody sends again once the broker has them: it keeps them on its disk, they do not expire, and the sender waits until it
 * says so. Connects at the first message. Thread-safe.
 */
public final class BrokerSender implements AutoCloseable {

    private static final long CALL_TIMEOUT_MILLIS = 10_000;

    private final ActiveMQConnectionFactory connections;
    private final JmsPoolConnectionFactory senders = new JmsPoolConnectionFactory();
    private final JmsComponent component;

    /**
     * @param url as the client of Artemis reads it; what it says wins over what is set here
     * @param user null for none
     * @param password null for none; in no log
     * @throws IllegalArgumentException when the client of Artemis does not understand the URL
     */
    public BrokerSender(String url, String user, String password) {
        try {
            connections = new ActiveMQConnectionFactory(url, user, password);
        } catch (RuntimeException wrong) {
            throw new IllegalArgumentException(
                    "queue.broker-url is not understood by the client of Artemis. Write tcp://host:61616, or (tcp://one:61616,tcp://two:61616).",
                    wrong);
        }
        connections.setDeserializationDenyList("*");
        if (!url.contains("callTimeout=")) {
            connections.setCallTimeout(CALL_TIMEOUT_MILLIS);
        }
        senders.setConnectionFactory(connections);
        senders.setMaxConnections(1);
        JmsConfiguration configuration = new JmsConfiguration();
        configuration.setConnectionFactory(senders);
        configuration.setDeliveryPersistent(true);
        configuration.setDisableReplyTo(true);
        component = new JmsComponent(configuration);
    }

    /** For messages only, not for consumers. */
    public JmsComponent component() {
        return component;
    }

    @Override
    public void close() {
        senders.stop();
        connections.close();
    }
}
