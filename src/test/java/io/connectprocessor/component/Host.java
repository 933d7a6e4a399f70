package io.connectprocessor.component;

import io.connectprocessor.connect.ConnectRequest;
import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.failure.FailedException;
import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.ledger.LedgerOptions;
import io.connectprocessor.ledger.Ledgers;
import io.connectprocessor.ledger.Sighting;
import io.connectprocessor.sandbox.Sandbox;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.util.URISupport;

/** A context as a user of the plain jar has it: the component, a ledger in memory, a sandbox, routes of the test. */
final class Host implements AutoCloseable {

    /** A queue that several nodes share, with room for ten requests. */
    static final SharedQueue TEN_DEEP = new SharedQueue() {
        @Override
        public Optional<String> away() {
            return Optional.empty();
        }

        @Override
        public int depth() {
            return 10;
        }
    };

    final DefaultCamelContext context = new DefaultCamelContext();
    final ConnectComponent component = new ConnectComponent();
    final Ledger ledger;
    final Sandbox sandbox;
    private final AtomicInteger routes = new AtomicInteger();

    Host(Sandbox sandbox, Consumer<ConnectComponent> more) {
        this(sandbox, Clock.systemUTC(), more);
    }

    /** @param time of the ledger and of the component */
    Host(Sandbox sandbox, Clock time, Consumer<ConnectComponent> more) {
        this(sandbox, time, more, null);
    }

    /** @param properties where the context has its properties, such as {@code file:application.properties} */
    Host(Sandbox sandbox, Consumer<ConnectComponent> more, String properties) {
        this(sandbox, Clock.systemUTC(), more, properties);
    }

    private Host(Sandbox sandbox, Clock time, Consumer<ConnectComponent> more, String properties) {
        this.sandbox = sandbox;
        context.getPropertiesComponent().setLocation(properties);
        ledger = Ledgers.open(
                LedgerOptions.of("jdbc:h2:mem:" + UUID.randomUUID()).withClock(time));
        component.useClock(time);
        component.setApiUrl(sandbox.connectUrl());
        component.setApiKey(sandbox.apiKey());
        component.setProducts(String.join(",", sandbox.products()));
        component.setVendorApiUrl(sandbox.vendorUrl());
        component.setLedger(ledger);
        more.accept(component);
        context.addComponent("connect", component);
        context.start();
        // The runtime is there once the component is initialised, which the first endpoint does otherwise.
        context.getEndpoint("connect:get");
    }

    static String connect(String action, Object... namesAndValues) {
        Map<String, Object> options = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            options.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return "connect:" + action + (options.isEmpty() ? "" : "?" + URISupport.createQueryString(options));
    }

    private static RequestKind kind(String id) {
        return id.startsWith("TAR-")
                ? RequestKind.TIER_ACCOUNT_REQUEST
                : id.startsWith("TCR-") ? RequestKind.TIER_REQUEST : RequestKind.REQUEST;
    }

    /** What the platform shows of the request now. */
    Map<String, Object> atConnect(String id) {
        return component.connect().get(kind(id), id);
    }

    String status(String id) {
        return (String) atConnect(id).get("status");
    }

    Object parameter(String id, String name) {
        return ConnectRequest.read(kind(id), atConnect(id)).parameter(name);
    }

    /** Claims the request as a poll would have handed it over, and lets it go through the steps. */
    Exchange work(String id, UnaryOperator<ProcessorDefinition<?>> steps) {
        return workOn(atConnect(id), steps);
    }

    /** As {@link #work}, with the row of the poll's page. */
    Exchange workOn(Map<String, Object> row, UnaryOperator<ProcessorDefinition<?>> steps) {
        Exchange exchange = new DefaultExchange(context);
        offer(exchange, row);
        return send(exchange, route -> steps.apply(route.to("connect:claim")));
    }

    /** Makes the exchange what a poll hands over: the row, noted in the ledger, and the headers that the claim reads. */
    void offer(Exchange exchange, Map<String, Object> row) {
        String id = ConnectRequest.idOf(row);
        RequestKind kind = kind(id);
        ledger.sight(List.of(new Sighting(
                id,
                kind.label(),
                ConnectRequest.laneOf(kind, row) == null ? id : ConnectRequest.laneOf(kind, row),
                ConnectRequest.createdOf(kind, row),
                ConnectRequest.productOf(kind, row),
                null,
                ConnectRequest.isRevoking(row))));
        exchange.getMessage().setBody(row);
        exchange.getMessage().setHeader(ConnectHeaders.REQUEST_KIND, kind.label());
        exchange.getMessage().setHeader(ConnectHeaders.ASKED_AT, ledger.now().toEpochMilli() + 1);
    }

    Exchange send(Exchange exchange, UnaryOperator<ProcessorDefinition<?>> steps) {
        String name = "test-" + routes.incrementAndGet();
        try {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    errorHandler(noErrorHandler());
                    steps.apply(from("direct:" + name).routeId(name));
                }
            });
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        try (ProducerTemplate template = context.createProducerTemplate()) {
            return template.send("direct:" + name, exchange);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The failure that the work ended with. */
    static FailedException failure(Exchange exchange) {
        FailedException failed = FailedException.in(exchange.getException());
        if (failed == null) {
            throw new AssertionError("a failure was expected", exchange.getException());
        }
        return failed;
    }

    /** The exchange, if the work went well. */
    static Exchange good(Exchange exchange) {
        if (exchange.getException() != null) {
            throw new AssertionError("the work failed", exchange.getException());
        }
        return exchange;
    }

    @Override
    public void close() {
        context.stop();
        ledger.close();
    }
}
