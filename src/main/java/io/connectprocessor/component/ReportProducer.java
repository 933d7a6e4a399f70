package io.connectprocessor.component;

import io.connectprocessor.usage.Period;
import io.connectprocessor.usage.UsageOrder;
import io.connectprocessor.usage.UsageSummary;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.support.ObjectHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports the usage of one month: asks the vendor's route for its records, and brings them to the platform. */
final class ReportProducer extends ConnectStep {

    private static final Logger LOG = LoggerFactory.getLogger(ReportProducer.class);

    private Detour source;

    ReportProducer(ConnectEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        source = new Detour(endpoint(), endpoint().getSource());
        ServiceHelper.initService(source);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ServiceHelper.startService(source);
    }

    @Override
    protected void doStop() throws Exception {
        ServiceHelper.stopService(source);
        super.doStop();
    }

    @Override
    public void process(Exchange exchange) {
        UsageOrder order = order(exchange.getMessage().getBody());
        if (!order.byHand() && order.sends() && comesTooEarly(order.period())) {
            LOG.warn("{} is not reported before the months that came before it", order.period());
            exchange.getMessage().setBody(null);
            return;
        }
        Optional<UsageSummary> summary = endpoint().usage().report(order, period -> records(exchange, period));
        exchange.getMessage().setBody(summary.orElse(null));
    }

    /** Bills are written in order: what kept an older month back would mostly keep this one back too. */
    private boolean comesTooEarly(Period period) {
        return endpoint().usage().due().stream().anyMatch(due -> due.compareTo(period) < 0);
    }

    private UsageOrder order(Object body) {
        if (body instanceof UsageOrder order) {
            return order;
        }
        if (body instanceof String month) {
            return UsageOrder.due(Period.parse(month));
        }
        throw endpoint()
                .fault(
                        "the body is no month",
                        "Give it what connect:periods gave, or a month such as 2026-10 as text.");
    }

    private Iterator<?> records(Exchange exchange, Period period) {
        Object body = source.call(exchange, null, headers(period)).getMessage().getBody();
        if (body instanceof Iterator<?> iterator) {
            return iterator;
        }
        if (body == null || body instanceof CharSequence || body instanceof byte[] || body instanceof Map) {
            throw endpoint()
                    .fault(
                            endpoint().getSource() + " gave no records but "
                                    + (body == null
                                            ? "nothing"
                                            : "a " + body.getClass().getName()),
                            "Let the route end with a body that is a list or an iterator of Maps, one for each record.");
        }
        return ObjectHelper.createIterator(body);
    }

    private static Map<String, Object> headers(Period period) {
        return Map.of(
                UsageHeaders.PERIOD, period.label(),
                UsageHeaders.FROM, moment(period),
                UsageHeaders.TO, moment(period.next()));
    }

    private static String moment(Period period) {
        return DateTimeFormatter.ISO_INSTANT.format(period.start().toInstant(ZoneOffset.UTC));
    }
}
