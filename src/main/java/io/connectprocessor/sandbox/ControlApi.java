package io.connectprocessor.sandbox;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** The sandbox's own pages: books, faults, key, time, and what others than the vendor do. For tests that run in another process. */
final class ControlApi {

    private final Sandbox sandbox;
    private final ObjectMapper mapper;

    ControlApi(Sandbox sandbox, ObjectMapper mapper) {
        this.sandbox = sandbox;
        this.mapper = mapper;
    }

    Reply answer(Call call) {
        String route = call.method() + " " + String.join("/", call.segments());
        return switch (route) {
            case "GET books" -> Reply.json(200, sandbox.books(), mapper);
            case "GET usage-records" -> Reply.json(200, sandbox.usageBooks().places(), mapper);
            case "GET products" -> Reply.json(200, sandbox.products(), mapper);
            case "POST faults" -> {
                sandbox.addFault(fault(call.body()));
                yield Reply.NO_CONTENT;
            }
            case "DELETE faults" -> {
                sandbox.clearFaults();
                yield Reply.NO_CONTENT;
            }
            case "POST key/refuse" -> refuseKey(true);
            case "POST key/accept" -> refuseKey(false);
            default -> other(call);
        };
    }

    private Reply other(Call call) {
        List<String> path = call.segments();
        if (call.is("GET") && path.size() == 2 && path.get(0).equals("vendor-bodies")) {
            return Reply.json(200, sandbox.vendorBodies(path.get(1)), mapper);
        }
        if (call.is("POST") && path.size() == 1 && path.get(0).equals("vendor-usage")) {
            return vendorUsage(call.body());
        }
        if (call.is("POST") && path.size() == 1 && path.get(0).equals("advance")) {
            return advance(call.body());
        }
        if (call.is("POST") && path.size() == 3) {
            return happened(path.get(0) + " " + path.get(2), path.get(1), call.body());
        }
        return unknown();
    }

    private Reply unknown() {
        return Reply.json(
                404,
                Map.of(
                        "error",
                        "There is GET books, GET usage-records, GET products, GET vendor-bodies/{request id}, POST and DELETE faults,"
                                + " POST key/refuse, POST key/accept, POST advance, POST vendor-usage, POST requests/{id}/answer,"
                                + " POST requests/{id}/date-reached, POST requests/{id}/revoke,"
                                + " POST usage-files/{id}/accept, POST usage-files/{id}/reject,"
                                + " POST usage-files/{id}/close and POST subscriptions/{id}/activate."),
                mapper);
    }

    /** A record as the vendor is to tell it. */
    private Reply vendorUsage(byte[] body) {
        Map<String, Object> record = mapper.convertValue(object(body), new TypeReference<Map<String, Object>>() {});
        UsageSeed seed = sandbox.vendorUsage("");
        seed.without("record_id").without("mpn").without("quantity");
        record.forEach(seed::with);
        seed.add();
        return Reply.NO_CONTENT;
    }

    /** From <code>{"seconds":86400}</code>. */
    private Reply advance(byte[] body) {
        long seconds = object(body).path("seconds").asLong(-1);
        if (seconds < 0) {
            throw new Refusal(400, "SANDBOX_001", "A number of seconds is wanted: {\"seconds\": 86400}");
        }
        sandbox.advance(Duration.ofSeconds(seconds));
        return Reply.NO_CONTENT;
    }

    /** What others than the vendor do to a request: answer with {@code {"params":{"id":"value"}}}, revoke with {@code {"reason":"…"}}. */
    private Reply happened(String what, String id, byte[] body) {
        JsonNode json = object(body);
        try {
            switch (what) {
                case "requests answer" ->
                    sandbox.customerAnswers(
                            id, mapper.convertValue(json.path("params"), new TypeReference<Map<String, String>>() {}));
                case "requests date-reached" -> sandbox.dateReached(id);
                case "requests revoke" ->
                    sandbox.distributorRevokes(id, json.path("reason").asText("Changed their minds."));
                case "usage-files accept" -> sandbox.usageFile(id).distributorAccepts();
                case "usage-files reject" ->
                    sandbox.usageFile(id).distributorRejects(json.path("note").asText("It does not add up."));
                case "usage-files close" -> sandbox.usageFile(id).distributorCloses();
                case "subscriptions activate" -> sandbox.vendorActivates(id);
                default -> {
                    return unknown();
                }
            }
        } catch (IllegalStateException | IllegalArgumentException | NoSuchElementException e) {
            throw new Refusal(409, "SANDBOX_002", e.getMessage());
        }
        return Reply.NO_CONTENT;
    }

    private JsonNode object(byte[] body) {
        return new Bodies(mapper).object(body);
    }

    private Reply refuseKey(boolean refuse) {
        sandbox.refuseKey(refuse);
        return Reply.NO_CONTENT;
    }

    /**
     * From <code>{"kind":"STATUS","api":"CONNECT","action":"approve","method":"POST","path":"regex","probability":0.1,"skip":0,"times":3,"status":503,"retry_after":2,"delay_ms":500,"seed":1}</code>; only the
     * kind must be there.
     */
    private Fault fault(byte[] body) {
        try {
            JsonNode json = mapper.readTree(body);
            Fault known = Fault.of(Fault.Kind.valueOf(json.path("kind").asText()));
            return new Fault(
                    known.kind(),
                    json.hasNonNull("api") ? Fault.Api.valueOf(json.get("api").asText()) : null,
                    json.path("action").textValue(),
                    json.path("method").textValue(),
                    json.path("path").textValue(),
                    json.path("probability").asDouble(1.0),
                    json.path("skip").asInt(0),
                    json.path("times").asInt(-1),
                    json.path("status").asInt(known.status()),
                    json.has("retry_after")
                            ? Duration.ofSeconds(json.get("retry_after").asLong())
                            : null,
                    Duration.ofMillis(json.path("delay_ms").asLong(1000)),
                    json.path("seed").asLong(0));
        } catch (IOException | IllegalArgumentException e) {
            throw new Refusal(400, "SANDBOX_001", "Not a fault: " + e.getMessage());
        }
    }
}
