package io.connectprocessor.events;

import io.connectprocessor.component.ConnectHeaders;
import io.connectprocessor.connect.Json;
import io.connectprocessor.ledger.Notice;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** A notice as a message (Event Message). */
record EventMessage(Notice notice) {

    void put(Message message, Json json) {
        Map<String, Object> facts = facts();
        boolean whole = notice.payload() != null;
        facts.forEach(message::setHeader);
        message.setHeader(EventHeaders.EVENT_BODY, whole ? "request" : "event");
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        // What an endpoint of files takes when it names none: the second file of an event replaces the first.
        message.setHeader(Exchange.FILE_NAME, notice.eventId() + ".json");
        message.setBody(whole ? notice.payload() : json.text(facts));
    }

    private Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        add(facts, EventHeaders.EVENT_ID, notice.eventId());
        add(facts, EventHeaders.EVENT_TIME, notice.at().toString());
        add(facts, EventHeaders.OUTCOME, notice.outcome());
        facts.put(EventHeaders.OUTCOME_FOUND, notice.found());
        add(facts, ConnectHeaders.REQUEST_ID, notice.requestId());
        add(facts, ConnectHeaders.REQUEST_KIND, notice.kind());
        add(facts, ConnectHeaders.REQUEST_TYPE, notice.type());
        add(facts, laneHeader(), notice.lane().equals(notice.requestId()) ? null : notice.lane());
        add(facts, ConnectHeaders.PRODUCT_ID, notice.product());
        add(facts, EventHeaders.MARKETPLACE_ID, notice.marketplace());
        add(facts, EventHeaders.FAILURE_KIND, notice.failure());
        add(facts, EventHeaders.CAUSE, notice.cause());
        add(facts, EventHeaders.STEP, notice.step());
        add(facts, EventHeaders.ROUTE, notice.route());
        facts.put(EventHeaders.ATTEMPTS, notice.attempts());
        return facts;
    }

    private String laneHeader() {
        return switch (notice.kind()) {
            case "tier-request" -> EventHeaders.TIER_CONFIG_ID;
            case "tier-account-request" -> ConnectHeaders.ACCOUNT_ID;
            default -> ConnectHeaders.ASSET_ID;
        };
    }

    /** A line break would end a header of mail and HTTP, and what follows would be another one. */
    private static void add(Map<String, Object> facts, String name, String text) {
        if (text != null) {
            facts.put(name, text.replaceAll("\\p{Cntrl}+", " "));
        }
    }
}
