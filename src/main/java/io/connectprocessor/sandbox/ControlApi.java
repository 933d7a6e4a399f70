package io.connectprocessor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The sandbox's own pages: books, faults, key. For tests that run in another process. */
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
        return Reply.json(
                404,
                Map.of(
                        "error",
                        "There is GET books, GET products, GET vendor-bodies/{request id}, POST and DELETE faults,"
                                + " POST key/refuse and POST key/accept."),
                mapper);
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
