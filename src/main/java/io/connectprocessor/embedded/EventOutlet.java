package io.connectprocessor.embedded;

import io.connectprocessor.events.Relays;
import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.ledger.LedgerException;
import io.connectprocessor.ledger.Outbox;
import io.connectprocessor.queue.BrokerSender;
import io.connectprocessor.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;

/** What is told to other systems by these settings. Thread-safe. */
public final class EventOutlet implements AutoCloseable {

    /** {@code jms:} is the queue's own, whose messages need not outlive the broker. */
    private static final String BROKER = "connect-events-jms";

    private final Settings settings;
    private final UnaryOperator<String> named;
    private BrokerSender broker;
    private String scheme;
    private volatile Relays relays;

    public EventOutlet(Settings settings) {
        this(settings, uri -> uri);
    }

    /** @param named what an endpoint of the settings is called in the context */
    EventOutlet(Settings settings, UnaryOperator<String> named) {
        this.settings = settings;
        this.named = named;
    }

    /** Whether anything is told to others at all. */
    public boolean isWanted() {
        return !endpoints(settings).outbox().channels().isEmpty();
    }

    /** Where events go, as it was set. */
    static Relays.Endpoints endpoints(Settings settings) {
        return new Relays.Endpoints(
                settings.eventsEndpoint().orElse(null),
                settings.eventsPayload(),
                settings.parkEndpoint().orElse(null),
                settings.parkPayload());
    }

    /**
     * Before the start: events to {@code jms:} go to {@code queue.broker-url}, if that is set. Without this they go by the context's own
     * component.
     *
     * @param prefix what stands before the component's name, in a context with several processors; may be empty
     * @throws ConfigurationException when the broker's URL is not understood, or its jars are not there
     */
    public void join(CamelContext context, String prefix) {
        Relays.Endpoints set = endpoints(settings);
        if (settings.queueBrokerUrl().isEmpty() || !isAtBroker(set.events()) && !isAtBroker(set.deadLetters())) {
            return;
        }
        BrokerJars.check(context, isAtBroker(set.events()) ? "events.endpoint" : "park.endpoint");
        try {
            broker = new BrokerSender(
                    settings.queueBrokerUrl().get(),
                    settings.queueUser().orElse(null),
                    settings.queuePassword().orElse(null));
        } catch (IllegalArgumentException wrong) {
            throw new ConfigurationException(wrong.getMessage(), wrong);
        }
        scheme = component(prefix);
        context.addComponent(scheme, broker.component());
    }

    /** The name of the component that {@link #join(CamelContext, String)} may add. */
    static String component(String prefix) {
        return prefix + BROKER;
    }

    private static boolean isAtBroker(String uri) {
        return uri != null && uri.startsWith("jms:");
    }

    /**
     * After the start.
     *
     * @throws ConfigurationException when an endpoint cannot be made, or the ledger notes nothing for it
     */
    public void begin(CamelContext context, Ledger ledger) {
        Relays.Endpoints set = endpoints(settings);
        if (!ledger.outbox()
                .map(Outbox::channels)
                .orElse(List.of())
                .containsAll(set.outbox().channels())) {
            throw new ConfigurationException(
                    "events.endpoint or park.endpoint is set, but the ledger that was given notes no events. Open it with LedgerOptions.withOutbox, or let ledger.url name it.",
                    null);
        }
        try {
            relays = Relays.start(
                    context,
                    ledger,
                    new Relays.Endpoints(
                            here(set.events()), set.eventsPayload(), here(set.deadLetters()), set.deadLettersPayload()),
                    settings.retryFirstDelay());
        } catch (IllegalArgumentException wrong) {
            throw new ConfigurationException(wrong.getMessage(), wrong);
        }
    }

    private String here(String uri) {
        if (uri == null) {
            return null;
        }
        return named.apply(broker != null && isAtBroker(uri) ? scheme + uri.substring("jms".length()) : uri);
    }

    /** How each channel stands; none when nothing is told to others. @throws LedgerException when the ledger is away */
    public List<Relays.Standing> standings() {
        return relays == null ? List.of() : relays.standings();
    }

    /** The channel of one setting; empty when nothing is told on it. */
    Optional<Relays.Standing> standing(String key) {
        return relays == null ? Optional.empty() : relays.standing(key);
    }

    /** Taken by the endpoint of one setting since the start; does not ask the ledger. */
    long sent(String key) {
        return relays == null ? 0 : relays.sent(key);
    }

    /**
     * Waits until all is sent, or nothing was for the whole patience.
     *
     * @param tick called a few times a second
     * @return how each channel stands then
     * @throws LedgerException when the ledger is away
     */
    public List<Relays.Standing> awaitSent(Duration patience, Runnable tick) throws InterruptedException {
        return relays == null ? List.of() : relays.awaitSent(patience, tick);
    }

    /** While the context still runs: sends what can be sent within seconds. */
    @Override
    public void close() {
        if (relays != null) {
            relays.close();
        }
    }

    /** After the context has ended. */
    public void leave() {
        if (broker != null) {
            broker.close();
        }
    }
}
