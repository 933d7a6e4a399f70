package io.connectprocessor.embedded;

import io.connectprocessor.component.ConnectComponent;
import io.connectprocessor.component.Intake;
import io.connectprocessor.queue.Broker;
import io.connectprocessor.queue.BrokerOptions;
import io.connectprocessor.settings.Settings;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the queue at the broker in step with the intake: while nothing may be taken, this process takes nothing off it. Thread-safe. */
public final class BrokerQueue implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerQueue.class);
    private static final long LOOK_MILLIS = 250;

    private final Broker broker;
    private CamelContext context;
    private Intake intake;
    private ExecutorService watch;

    /** @throws ConfigurationException when the URL is not understood */
    public BrokerQueue(Settings settings) {
        try {
            broker = new Broker(new BrokerOptions(
                    settings.queueBrokerUrl().orElseThrow(),
                    settings.queueUser().orElse(null),
                    settings.queuePassword().orElse(null),
                    settings.processConcurrency(),
                    settings.ledgerLease(),
                    settings.queueDepth()));
        } catch (IllegalArgumentException wrong) {
            throw new ConfigurationException(wrong.getMessage(), wrong);
        }
    }

    /** Before the start. */
    public void join(CamelContext context, String name) {
        context.addComponent(name, broker.component());
    }

    /** Tells the component, before the start, that poll and workers meet at the broker; {@link #join(CamelContext, String)} is for its context. */
    public void join(ConnectComponent component) {
        component.useSharedQueue(broker);
    }

    /** After the start, with the intake held or not. */
    public void begin(CamelContext started, Intake its) {
        context = started;
        intake = its;
        broker.look();
        ScheduledExecutorService executor =
                context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "queue-watch");
        watch = executor;
        executor.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            broker.look();
            if (intake.mayTake()) {
                broker.open(context);
            } else {
                broker.shut(context);
            }
        } catch (Exception e) {
            LOG.warn("Cannot look after the queue: {}", e.getMessage());
        }
    }

    /** Takes nothing more off the queue; the intake is held already. */
    public void shut() {
        try {
            if (context != null) {
                broker.shut(context);
            }
        } catch (Exception e) {
            LOG.warn("Cannot shut the queue: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        if (watch != null) {
            context.getExecutorServiceManager().shutdownNow(watch);
        }
        broker.close();
    }
}
