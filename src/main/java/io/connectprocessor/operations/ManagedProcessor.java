package io.connectprocessor.operations;

import io.connectprocessor.component.Intake;
import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.ledger.LedgerException;
import io.connectprocessor.ledger.Outbox.Channel;
import io.connectprocessor.ledger.Replay;
import io.connectprocessor.ledger.Standing.State;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ManagementAgent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A processor beside Camel's own MBeans: {@code org.apache.camel:context=<name>,type=services,name=ConnectProcessor}. What it changes in the
 * ledger is audited as done by {@code jmx}. Thread-safe.
 */
public final class ManagedProcessor extends StandardMBean implements ProcessorMXBean, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ManagedProcessor.class);
    private static final String OPERATOR = "jmx";

    private final CamelContext context;
    private final Ledger ledger;
    private final Intake intake;
    private final Supplier<Optional<String>> unready;
    private final Duration grace;
    private final String prefix;
    private ObjectName name;

    /**
     * @param prefix what stands before the name, in a context with several processors; may be empty
     * @param unready why the processor is not ready; empty when it is
     * @param grace how long a drain waits
     */
    public ManagedProcessor(
            CamelContext context,
            String prefix,
            Ledger ledger,
            Intake intake,
            Supplier<Optional<String>> unready,
            Duration grace) {
        super(ProcessorMXBean.class, true);
        this.context = context;
        this.prefix = prefix;
        this.ledger = ledger;
        this.intake = intake;
        this.unready = unready;
        this.grace = grace;
    }

    /**
     * Registers with the context's management agent; a context without JMX has none, and nothing happens.
     *
     * @throws IllegalStateException when another processor is registered in this context
     */
    public void register() {
        agent().ifPresent(agent -> {
            try {
                ObjectName wanted = new ObjectName(agent.getMBeanObjectDomainName() + ":context="
                        + context.getManagementName() + ",type=services,name=" + prefix + "ConnectProcessor");
                if (agent.isRegistered(wanted)) {
                    throw new IllegalStateException(
                            "There is a " + wanted + " already: one processor for each context.");
                }
                agent.register(this, wanted);
                name = wanted;
            } catch (JMException e) {
                throw new IllegalStateException("The processor cannot be registered with JMX: " + e.getMessage(), e);
            }
        });
    }

    private Optional<ManagementAgent> agent() {
        return Optional.ofNullable(context.getManagementStrategy().getManagementAgent());
    }

    /** Takes the MBean away; a pause ends with the process. */
    @Override
    public void close() {
        if (name != null) {
            agent().ifPresent(agent -> {
                try {
                    agent.unregister(name);
                } catch (JMException e) {
                    LOG.warn("{} stays registered: {}", name, e.getMessage());
                }
            });
            name = null;
        }
    }

    /** A client may not know our exception's class, and then could not read its words. */
    private static <T> T fromLedger(Supplier<T> work) {
        try {
            return work.get();
        } catch (LedgerException away) {
            throw new IllegalStateException(away.getMessage());
        }
    }

    private long count(State state) {
        return fromLedger(() -> ledger.undecidedCounts().getOrDefault(state, 0L));
    }

    @Override
    public long getReady() {
        return count(State.READY);
    }

    @Override
    public long getClaimed() {
        return count(State.CLAIMED);
    }

    @Override
    public long getWaiting() {
        return count(State.WAITING);
    }

    @Override
    public long getHeldBack() {
        return count(State.HELD_BACK);
    }

    @Override
    public long getParked() {
        return count(State.PARKED);
    }

    @Override
    public long getInquired() {
        return count(State.INQUIRED);
    }

    @Override
    public long getScheduled() {
        return count(State.SCHEDULED);
    }

    @Override
    public int getOnTheirWay() {
        return intake.onTheirWay();
    }

    @Override
    public long getEventsWaiting() {
        return fromLedger(() -> ledger.outbox().stream()
                .mapToLong(outbox -> outbox.channels().stream()
                        .mapToLong((Channel channel) -> outbox.backlog(channel).notices())
                        .sum())
                .sum());
    }

    @Override
    public boolean isPaused() {
        return intake.pausedByOperator().isPresent();
    }

    @Override
    public String getReadiness() {
        return unready.get().orElse("ready");
    }

    @Override
    public String replay(String id) {
        String wanted = needed(id, "id");
        return fromLedger(() -> ledger.replay(List.of(wanted), null, OPERATOR)) == 1
                ? wanted + " is ready again."
                : wanted + " is neither parked nor waiting; nothing is changed.";
    }

    @Override
    public String replayAll(String cause, double ratePerMinute) {
        String failure = cause == null || cause.isBlank() ? null : cause.strip();
        Replay done = fromLedger(() -> ledger.replay(List.of(), failure, OPERATOR, ratePerMinute / 60));
        return done.moved() + " requests are ready again"
                + (done.moved() == 0 || ratePerMinute == 0 ? "." : ", the last is due at " + done.lastDue() + ".");
    }

    @Override
    public String discard(String id, String reason) {
        String wanted = needed(id, "id");
        String why = needed(reason, "reason");
        return fromLedger(() -> ledger.discard(wanted, why, OPERATOR))
                ? wanted + " is discarded."
                : wanted + " is not undecided, or is being worked on; nothing is changed.";
    }

    private static String needed(String value, String parameter) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(parameter + " is empty. Give one.");
        }
        return value.strip();
    }

    @Override
    public String pause() {
        if (!intake.pauseByOperator()) {
            return "Paused already, since "
                    + intake.pausedByOperator().map(String::valueOf).orElse("just now") + ".";
        }
        LOG.warn("Paused by an operator (JMX): nothing new is taken until resume");
        return "Paused. " + left();
    }

    private String left() {
        int left = intake.onTheirWay();
        return left == 0 ? "Nothing is on its way." : left + " requests are on their way.";
    }

    @Override
    public String resume() {
        if (!intake.resumeByOperator()) {
            return "It was not paused by an operator.";
        }
        LOG.info("Resumed by an operator (JMX)");
        return "Resumed.";
    }

    @Override
    public String drain() {
        String paused = pause();
        try {
            return intake.awaitQuiet(grace)
                    ? "Quiet: nothing is on its way, and nothing is taken until resume."
                    : paused + " After " + grace.toSeconds() + " s " + intake.onTheirWay()
                            + " requests are on their way still; ask for OnTheirWay, or drain again.";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return paused;
        }
    }

    @Override
    protected String getDescription(MBeanInfo info) {
        return "A Connect Processor: what it works on, and what an operator may do";
    }

    @Override
    protected String getDescription(MBeanAttributeInfo info) {
        return Arrays.stream(ProcessorMXBean.class.getMethods())
                .filter(method -> method.getName().equals((info.isIs() ? "is" : "get") + info.getName()))
                .findFirst()
                .map(method -> said(method, info))
                .orElseGet(info::getDescription);
    }

    @Override
    protected String getDescription(MBeanOperationInfo info) {
        return said(method(info), info);
    }

    @Override
    protected String getDescription(MBeanOperationInfo operation, MBeanParameterInfo parameter, int sequence) {
        return parameterSaid(operation, sequence).split(": ", 2)[1];
    }

    @Override
    protected String getParameterName(MBeanOperationInfo operation, MBeanParameterInfo parameter, int sequence) {
        return parameterSaid(operation, sequence).split(": ", 2)[0];
    }

    @Override
    protected int getImpact(MBeanOperationInfo info) {
        return MBeanOperationInfo.ACTION;
    }

    private static String parameterSaid(MBeanOperationInfo operation, int sequence) {
        for (Annotation annotation : method(operation).getParameterAnnotations()[sequence]) {
            if (annotation instanceof Says says) {
                return says.value();
            }
        }
        throw new IllegalStateException("Parameter " + sequence + " of " + operation.getName() + " says nothing.");
    }

    private static Method method(MBeanOperationInfo info) {
        return Arrays.stream(ProcessorMXBean.class.getMethods())
                .filter(method -> method.getName().equals(info.getName()))
                .findFirst()
                .orElseThrow();
    }

    private static String said(AnnotatedElement method, MBeanFeatureInfo info) {
        Says says = method.getAnnotation(Says.class);
        return says == null ? info.getDescription() : says.value();
    }
}
