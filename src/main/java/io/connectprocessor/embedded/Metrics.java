package io.connectprocessor.embedded;

import io.connectprocessor.component.ConnectComponent;
import io.connectprocessor.component.Intake;
import io.connectprocessor.component.Outcome;
import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.events.Relays;
import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.ledger.Standing.State;
import io.connectprocessor.usage.UsageReporter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What a dashboard and an alert need. No label holds an id. */
public final class Metrics implements Intake.Listener {

    static final String PROCESSOR = "processor";

    private record Ended(RequestKind kind, String type, Outcome outcome) {}

    private final MeterRegistry registry;
    private final Tags tags;
    private final Map<Ended, Timer> timers = new ConcurrentHashMap<>();

    public Metrics(MeterRegistry registry) {
        this(registry, Tags.empty());
    }

    /** @param processor which of several in one registry */
    static Metrics of(String processor, MeterRegistry registry) {
        return new Metrics(registry, Tags.of(PROCESSOR, processor));
    }

    private Metrics(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
    }

    public void bind(ConnectComponent component, Ledger ledger, Clock clock) {
        Intake intake = component.intake();
        Gauge.builder("connect.requests.in.flight", intake, Intake::working)
                .description("Requests being worked on")
                .tags(tags)
                .register(registry);
        for (State state : new State[] {State.PARKED, State.WAITING, State.HELD_BACK}) {
            Gauge.builder(
                            "connect.requests."
                                    + state.name().toLowerCase(Locale.ROOT).replace('_', '.'),
                            ledger,
                            l -> l.undecidedCounts().getOrDefault(state, 0L))
                    .description("Requests that the ledger keeps in this state")
                    .tags(tags)
                    .register(registry);
        }
        if (ledger.shared()) {
            Gauge.builder("connect.requests.queued", ledger, Ledger::queued)
                    .description("Requests in the queue at the broker, of all nodes; 0 without one")
                    .tags(tags)
                    .register(registry);
        }
        Gauge.builder(
                        "connect.oldest.pending.age",
                        intake,
                        i -> i.oldestPending()
                                .map(oldest -> seconds(oldest, clock.instant()))
                                .orElse(0.0))
                .description("Age of the oldest pending request at the last poll; 0 when there was none")
                .baseUnit("seconds")
                .tags(tags)
                .register(registry);
        Gauge.builder(
                        "connect.last.poll",
                        intake,
                        i -> i.lastPollAt().map(Instant::getEpochSecond).orElse(0L))
                .description("When a poll last succeeded, seconds since 1970; 0 before the first")
                .baseUnit("seconds")
                .tags(tags)
                .register(registry);
        Gauge.builder("connect.paused", intake, i -> i.pauses().size())
                .description("APIs that refuse us: 0 when all is well")
                .tags(tags)
                .register(registry);
        calls("connect", component, ConnectComponent::connectCalls);
        calls("vendor", component, ConnectComponent::vendorCalls);
        intake.listen(this);
    }

    public void bind(ContractWatch contracts) {
        Gauge.builder("connect.contract.findings", contracts, ContractWatch::findings)
                .description("What products lack of contracts and routes, at the last check; NaN before the first")
                .tags(tags)
                .register(registry);
        Gauge.builder("connect.contract.last.check", contracts, ContractWatch::checkedAt)
                .description(
                        "When products were last compared with contracts, seconds since 1970; 0 before the first time")
                .baseUnit("seconds")
                .tags(tags)
                .register(registry);
    }

    public void bind(EventOutlet events, Clock clock) {
        for (Relays.Standing channel : events.standings()) {
            String key = channel.key();
            Gauge.builder(
                            "connect.events.waiting",
                            events,
                            e -> e.standing(key).map(Relays.Standing::waiting).orElse(0L))
                    .description("Events that wait in the ledger until their endpoint takes them, of all nodes")
                    .tags(tags.and("endpoint", key))
                    .register(registry);
            Gauge.builder(
                            "connect.events.oldest.age",
                            events,
                            e -> e.standing(key)
                                    .map(Relays.Standing::oldest)
                                    .map(oldest -> seconds(oldest, clock.instant()))
                                    .orElse(0.0))
                    .description("Age of the oldest of them; 0 when there is none")
                    .baseUnit("seconds")
                    .tags(tags.and("endpoint", key))
                    .register(registry);
            FunctionCounter.builder("connect.events.sent", events, e -> e.sent(key))
                    .description("Events that their endpoint took from this process")
                    .tags(tags.and("endpoint", key))
                    .register(registry);
        }
    }

    public void bind(UsageReporter usage) {
        Gauge.builder("connect.usage.due", usage, u -> u.status().due().size())
                .description("Months that are over and whose usage is not reported yet")
                .tags(tags)
                .register(registry);
        Gauge.builder("connect.usage.parked", usage, u -> u.status().parked())
                .description("Months and usage files that need a person")
                .tags(tags)
                .register(registry);
        Gauge.builder("connect.usage.set.aside", usage, u -> u.status().setAside())
                .description("Usage records that are kept aside")
                .tags(tags)
                .register(registry);
    }

    private void calls(
            String api, ConnectComponent component, java.util.function.ToDoubleFunction<ConnectComponent> count) {
        FunctionCounter.builder("connect.api.calls", component, count)
                .description("Calls sent")
                .tag("api", api)
                .tags(tags)
                .register(registry);
    }

    @Override
    public void ended(RequestKind kind, String type, Outcome outcome, Duration took) {
        timers.computeIfAbsent(new Ended(kind, type, outcome), this::timer).record(took);
    }

    private Timer timer(Ended ended) {
        return Timer.builder("connect.request.duration")
                .description("From claim to outcome")
                .tag("kind", ended.kind().label())
                .tag("type", ended.type())
                .tag("outcome", ended.outcome().label())
                .tags(tags)
                .register(registry);
    }

    private static double seconds(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis() / 1000.0);
    }
}
