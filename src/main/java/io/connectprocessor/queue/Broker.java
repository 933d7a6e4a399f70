package io.connectprocessor.queue;

import io.connectprocessor.component.SharedQueue;
import io.connectprocessor.connect.Json;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.util.List;
import java.util.Optional;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.jms.JmsConfiguration;
import org.apache.camel.component.jms.JmsConsumer;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.listener.AbstractMessageListenerContainer;

/**
 * The broker, as one process uses it. What it loses, the ledger hands over again; so messages are not kept on its disk, and a failure is not
 * given back to it for another try. Consumers begin only at {@link #open}. Thread-safe.
 */
public final class Broker implements SharedQueue, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Broker.class);
    private static final long CALL_TIMEOUT_MILLIS = 10_000;

    private final BrokerOptions options;
    private final ActiveMQConnectionFactory connections;
    private final JmsPoolConnectionFactory senders = new JmsPoolConnectionFactory();
    private final JmsComponent component;
    private volatile String away;
    private Connection watched;
    private boolean closed;

    /** @throws IllegalArgumentException when the client of Artemis does not understand the URL */
    public Broker(BrokerOptions options) {
        this.options = options;
        this.away = "queue.broker-url: not connected to " + options.shown() + " yet.";
        this.connections = connections(options);
        senders.setConnectionFactory(connections);
        senders.setMaxConnections(1);
        this.component = new JmsComponent(configuration());
    }

    private static ActiveMQConnectionFactory connections(BrokerOptions options) {
        ActiveMQConnectionFactory made;
        try {
            made = new ActiveMQConnectionFactory(options.url(), options.user(), options.password());
        } catch (RuntimeException wrong) {
            throw new IllegalArgumentException(
                    "queue.broker-url: " + options.shown()
                            + " is not understood by the client of Artemis. Write tcp://host:61616, or (tcp://one:61616,tcp://two:61616).",
                    wrong);
        }
        made.setDeserializationDenyList("*");
        // What a slow worker has fetched ahead, an idle one on another node cannot have.
        unlessSaid(options, "consumerWindowSize", () -> made.setConsumerWindowSize(0));
        unlessSaid(options, "callTimeout", () -> made.setCallTimeout(CALL_TIMEOUT_MILLIS));
        unlessSaid(options, "blockOnNonDurableSend", () -> made.setBlockOnNonDurableSend(true));
        // A node that stands still gives back what it holds when its claims run out, too.
        unlessSaid(
                options,
                "connectionTTL",
                () -> made.setConnectionTTL(options.timeToLive().toMillis()));
        unlessSaid(
                options,
                "clientFailureCheckPeriod",
                () -> made.setClientFailureCheckPeriod(options.timeToLive().toMillis() / 2));
        return made;
    }

    private static void unlessSaid(BrokerOptions options, String parameter, Runnable setting) {
        if (!options.url().contains(parameter + "=")) {
            setting.run();
        }
    }

    private JmsConfiguration configuration() {
        JmsConfiguration configuration = new JmsConfiguration();
        configuration.setConnectionFactory(senders);
        configuration.setListenerConnectionFactory(connections);
        configuration.setMessageConverter(new RequestMessages(new Json(), options.timeToLive()));
        configuration.setAutoStartup(false);
        configuration.setConcurrentConsumers(options.consumers());
        configuration.setCacheLevelName("CACHE_CONSUMER");
        // Acknowledged at the end of the work: what a killed node had taken and not claimed, another one gets at once.
        configuration.setTransacted(true);
        configuration.setLazyCreateTransactionManager(false);
        // Each message says itself how it is sent: its priority is not that of all.
        configuration.setPreserveMessageQos(true);
        configuration.setDisableReplyTo(true);
        configuration.setRecoveryInterval(1000);
        return configuration;
    }

    /** For the scheme {@code jms:}. */
    public JmsComponent component() {
        return component;
    }

    @Override
    public Optional<String> away() {
        return Optional.ofNullable(away);
    }

    @Override
    public int depth() {
        return options.depth();
    }

    /** Looks whether the broker is there, unless it is known to be. Waits up to 10 s. */
    public synchronized void look() {
        if (watched != null && away == null || closed) {
            return;
        }
        forget();
        try {
            Connection connection = connections.createConnection();
            watched = connection;
            connection.setExceptionListener(lost -> lost(connection));
            away = null;
            LOG.info("Connected to the broker at {}", options.shown());
        } catch (JMSSecurityException refused) {
            away("queue.user, queue.password: the broker at " + options.shown() + " refuses them.");
        } catch (JMSException unreachable) {
            LOG.debug("No connection to the broker", unreachable);
            away("queue.broker-url: the broker at " + options.shown()
                    + " cannot be reached. Is it up, and are host and port right?");
        }
    }

    private void away(String why) {
        if (!why.equals(away)) {
            LOG.warn("Nothing is taken off the queue or put into it: {}", why);
        }
        away = why;
    }

    private void lost(Connection connection) {
        synchronized (this) {
            if (connection == watched && !closed) {
                away("queue.broker-url: the connection to the broker at " + options.shown() + " is lost.");
            }
        }
    }

    private void forget() {
        Connection old = watched;
        watched = null;
        if (old != null) {
            try {
                old.close();
            } catch (JMSException gone) {
                LOG.debug("The old connection to the broker is gone", gone);
            }
        }
    }

    /** Takes messages off the queue, in all routes of the context that do. */
    public synchronized void open(CamelContext context) throws Exception {
        for (JmsConsumer consumer : consumers(context)) {
            if (!closed && !container(consumer).isRunning()) {
                consumer.startListenerContainer();
            }
        }
    }

    /** Takes nothing more; what is being worked on goes on. */
    public synchronized void shut(CamelContext context) throws Exception {
        for (JmsConsumer consumer : consumers(context)) {
            if (container(consumer).isRunning()) {
                container(consumer).stop();
            }
        }
    }

    private static AbstractMessageListenerContainer container(JmsConsumer consumer) throws Exception {
        return consumer.getListenerContainer();
    }

    private List<JmsConsumer> consumers(CamelContext context) {
        return context.getRoutes().stream()
                .map(Route::getConsumer)
                .filter(JmsConsumer.class::isInstance)
                .map(JmsConsumer.class::cast)
                .filter(consumer -> consumer.getEndpoint().getComponent() == component)
                .toList();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            forget();
        }
        senders.stop();
        connections.close();
    }
}
