package com.example.orders;

import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** What this application had before: a table of bookings, and a route that writes into it. */
@Component
class Bookings extends RouteBuilder {

    private final JdbcTemplate jdbc;

    Bookings(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void configure() {
        from("direct:book").routeId("book").process(this::book);
    }

    /** The body is what every step gets unless its route says otherwise: ids, customer and items of the request. */
    private void book(Exchange exchange) {
        Map<?, ?> order = exchange.getMessage().getBody(Map.class);
        jdbc.update("insert into booking (request, asset) values (?, ?)", order.get("request_id"), order.get("asset_id"));
        exchange.getMessage().setBody(Map.of("booked", true));
    }
}
