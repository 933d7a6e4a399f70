package io.connectprocessor.component;

import io.connectprocessor.connect.ConnectRequest;
import io.connectprocessor.connect.Json;
import io.connectprocessor.connect.LastLook;
import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.Failure;
import io.connectprocessor.failure.FailureClassifier;
import io.connectprocessor.failure.FailureKind;
import io.connectprocessor.http.HttpAnswer;
import io.connectprocessor.http.HttpCall;
import io.connectprocessor.http.HttpGateway;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.support.service.ServiceHelper;

/** Calls the vendor's API once, with an Idempotency-Key that is the same each time the step runs for the request. */
final class VendorProducer extends ConnectStep {

    private static final Pattern PLACE = Pattern.compile("\\{([^{}]+)}");
    /** {@code step[field]}, which no parameter can be called. */
    private static final Pattern OF_ANSWER = Pattern.compile("([^\\[\\]]+)\\[(.+)]");

    private static final String DECLINED = "declined";

    private final Set<Integer> accepted = new HashSet<>();
    private boolean acceptsDeclined;
    private StepMemory memory;

    VendorProducer(ConnectEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        memory = new StepMemory(this);
        ServiceHelper.initService(memory);
        if (endpoint().getAccept() == null) {
            return;
        }
        for (String word : Arrays.stream(endpoint().getAccept().split(","))
                .map(String::strip)
                .toList()) {
            if (word.equals(DECLINED)) {
                acceptsDeclined = true;
            } else if (word.matches("[1-5][0-9][0-9]")) {
                accepted.add(Integer.parseInt(word));
            } else {
                throw new IllegalArgumentException(
                        "\"" + word
                                + "\" in accept is neither an HTTP status nor the word declined. Write for example accept: \"409\".");
            }
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ServiceHelper.startService(memory);
    }

    @Override
    protected void doStop() throws Exception {
        ServiceHelper.stopService(memory);
        super.doStop();
    }

    @Override
    public void process(Exchange exchange) {
        ClaimedRequest claimed = beginNamed(exchange);
        Call call = new Call(claimed, filled(endpoint().getPath(), claimed), query(claimed));
        claimed.give(
                exchange,
                reads()
                        ? call.make(claimed.claim().id() + ":" + claimed.step(), null)
                                .body()
                        : memory.run(exchange, claimed, input(exchange, claimed), call));
    }

    private boolean reads() {
        return endpoint().getMethod().equals("GET");
    }

    /** The call behind the step, made only when the ledger has no answer yet. */
    private final class Call implements StepMemory.Call {

        private final ClaimedRequest claimed;

        private final String path;
        private final String query;

        Call(ClaimedRequest claimed, String path, String query) {
            this.claimed = claimed;
            this.path = path;
            this.query = query;
        }

        @Override
        public StepMemory.Answer make(String key, byte[] input) {
            boolean carries = !reads() && !endpoint().getMethod().equals("DELETE");
            HttpAnswer answer = send(
                    new HttpCall(
                            endpoint().getMethod(),
                            path,
                            query,
                            Map.of("Idempotency-Key", key),
                            carries ? input : null),
                    claimed);
            return new StepMemory.Answer(answer.status(), answer.body(), answered(answer, claimed));
        }

        @Override
        public String target() {
            String query = endpoint().getQuery();
            return endpoint().getMethod() + " " + compared(endpoint().getPath(), claimed)
                    + (query == null ? "" : "?" + compared(query, claimed));
        }

        @Override
        public Object read(int status, byte[] body) {
            return answered(new HttpAnswer(status, body, null, null), claimed);
        }
    }

    private String query(ClaimedRequest claimed) {
        // A comma stands for the ampersand, which in an option of a Camel URI would begin the next option.
        return endpoint().getQuery() == null
                ? null
                : Arrays.stream(endpoint().getQuery().split(","))
                        .map(pair -> filled(pair.strip(), claimed))
                        .collect(Collectors.joining("&"));
    }

    private Object value(ClaimedRequest claimed, String name) {
        ConnectRequest request = claimed.request();
        if (request.find(name) != null) {
            return request.parameter(name);
        }
        Matcher answer = OF_ANSWER.matcher(name);
        if (answer.matches()) {
            Object field = answers(claimed).get(answer.group(1));
            for (String key : answer.group(2).split("]\\[")) {
                field = field instanceof Map<?, ?> map ? map.get(key) : null;
            }
            return field;
        }
        return switch (name) {
            case "request_id" -> request.id();
            case "asset_id" -> request.lane();
            case "account_id" -> request.kind() == RequestKind.TIER_ACCOUNT_REQUEST ? request.lane() : null;
            default -> null;
        };
    }

    private String filled(String pattern, ClaimedRequest claimed) {
        if (pattern.indexOf('{') < 0) {
            return pattern;
        }
        Matcher place = PLACE.matcher(pattern);
        StringBuilder path = new StringBuilder();
        while (place.find()) {
            Object value = value(claimed, place.group(1));
            String id = claimed.claim().id();
            if (!(value instanceof String || value instanceof Number)
                    || String.valueOf(value).isBlank()) {
                throw endpoint()
                        .fault(
                                "step " + endpoint().getStep() + ": " + named(place.group(1)) + " of " + id
                                        + " is empty, so " + pattern + " cannot be built",
                                "Find out why it was never saved; then save it and replay the request.");
            }
            if (String.valueOf(value).matches("\\.{1,2}")) {
                throw endpoint()
                        .fault(
                                "step " + endpoint().getStep() + ": " + named(place.group(1)) + " of " + id
                                        + " is a dot, which would lead to another path than " + pattern,
                                "Find out who saved it; then save the right one and replay the request.");
            }
            place.appendReplacement(path, Matcher.quoteReplacement(Json.percentEncode(String.valueOf(value))));
        }
        place.appendTail(path);
        return path.toString();
    }

    /** Fulfillment parameters stay names: the route itself saves them, and then runs again. */
    private String compared(String pattern, ClaimedRequest claimed) {
        if (pattern.indexOf('{') < 0) {
            return pattern;
        }
        return PLACE.matcher(pattern)
                .replaceAll(place -> Matcher.quoteReplacement(
                        isVendorsOwn(claimed, place.group(1))
                                ? place.group()
                                : Json.percentEncode(String.valueOf(value(claimed, place.group(1))))));
    }

    private static boolean isVendorsOwn(ClaimedRequest claimed, String name) {
        Map<String, Object> parameter = claimed.request().find(name);
        return parameter != null && "fulfillment".equals(parameter.get("phase"));
    }

    private static String named(String place) {
        return (OF_ANSWER.matcher(place).matches() ? "answer " : "parameter ") + place;
    }

    private HttpAnswer send(HttpCall call, ClaimedRequest claimed) {
        Witness witness = runtime().witness(claimed);
        // The path as the route has it: filled in, it holds what a parameter of the customer's says.
        String sends = call.method() + " " + endpoint().getPath() + ", step " + claimed.step();
        try {
            HttpAnswer answer = vendor(claimed)
                    .send(call, new LastLook(witness.at(endpoint().getPath()), sends, false));
            witness.answered(String.valueOf(answer.status()));
            return answer;
        } catch (FailedException held) {
            throw new FailedException(tried(claimed), held.failure(), held.advice(), held);
        } catch (IOException e) {
            witness.answered("no whole answer");
            throw new FailedException(
                    tried(claimed), FailureClassifier.ofCause(vendor(claimed).api(), e), null, e);
        }
    }

    private Object answered(HttpAnswer answer, ClaimedRequest claimed) {
        int status = answer.status();
        boolean good = status >= 200 && status < 300;
        Object json;
        try {
            json = answer.body().length == 0 ? Map.of() : runtime().json().value(answer.body());
        } catch (IOException notJson) {
            if (good || !accepted.contains(status)) {
                throw refused(answer, text(answer, notJson), claimed);
            }
            json = Map.of();
        }
        boolean declined = status == 400 && json instanceof Map<?, ?> map && map.get(DECLINED) instanceof String;
        if (good || accepted.contains(status) || declined && acceptsDeclined) {
            runtime().intake().answered(vendor(claimed).api(), false);
            return json;
        }
        throw refused(answer, new String(answer.body(), StandardCharsets.UTF_8), claimed);
    }

    private HttpGateway vendor(ClaimedRequest claimed) {
        return runtime().vendors().of(claimed.request());
    }

    private static String text(HttpAnswer answer, IOException notJson) {
        return "not JSON (" + new String(answer.body(), StandardCharsets.UTF_8) + ")";
    }

    private FailedException refused(HttpAnswer answer, String said, ClaimedRequest claimed) {
        List<String> words = new ArrayList<>();
        if (!said.isBlank()) {
            words.add(said);
        }
        Failure failure = FailureClassifier.ofAnswer(
                vendor(claimed).api(),
                answer.status(),
                null,
                words,
                answer.retryAfter(),
                runtime().clock().instant());
        if (failure.retryAfter() != null) {
            vendor(claimed).gate().close(failure.retryAfter());
        }
        return new FailedException(tried(claimed), failure, advice(failure), null);
    }

    private static String advice(Failure failure) {
        if (failure.kind() == FailureKind.UNAUTHORIZED) {
            return "Check vendor.api-key.";
        }
        boolean aboutTheKey = failure.kind() == FailureKind.REFUSED
                && failure.words().stream()
                        .anyMatch(word -> word.toLowerCase(Locale.ROOT).contains("idempoten"));
        return aboutTheKey
                ? "It is about the Idempotency-Key: the vendor may have seen this step with other input. Compare both before a replay."
                : null;
    }

    private String tried(ClaimedRequest claimed) {
        return "do the step " + claimed.step() + " of " + claimed.claim().id();
    }
}
