package com.example.shop;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Body;
import org.apache.camel.builder.RouteBuilder;

/** Routes that the application had before; one of them is called poll, as one of the product's is. */
public final class Deliveries extends RouteBuilder {

    private final List<Object> booked = new CopyOnWriteArrayList<>();

    @Override
    public void configure() {
        from("timer:poll?period=1000").routeId("poll").log("{{shop.greeting}}: ${header.CamelTimerCounter}");
        from("direct:book-delivery").routeId("book-delivery").bean(this, "book");
        getCamelContext().getRegistry().bind("deliveries", this);
    }

    /** The answer that Connect Processor remembers. */
    public Map<String, Object> book(@Body Map<String, Object> order) {
        booked.add(order.get("subscription"));
        return Map.of("delivery", booked.size());
    }

    List<Object> booked() {
        return List.copyOf(booked);
    }
}
