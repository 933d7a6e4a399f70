package io.connectprocessor.component;

import io.connectprocessor.connect.Json;
import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.Failure;
import io.connectprocessor.failure.FailureClassifier;
import io.connectprocessor.failure.FailureKind;
import io.connectprocessor.http.HttpAnswer;
import io.connectprocessor.http.HttpCall;
import io.connectprocessor.http.HttpGateway;
import io.connectprocessor.usage.SourceRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The records of the vendor's API, page by page. A page that does not come for the moment is asked for again, up to five times; reading has no
 * effect. Not thread-safe.
 */
final class VendorPages implements Iterator<SourceRow> {

    private static final int TRIES = 5;

    private final ConnectEndpoint endpoint;
    private final String path;
    private final Map<String, String> query;
    private final int limit;
    private Iterator<?> page = List.of().iterator();
    private long offset;
    private long pages;
    private boolean last;

    /**
     * @param query names and values, not encoded; in these {@code {limit}}, {@code {offset}} and {@code {page}} (from 1) stand for the page.
     *     Without offset and page there is one page
     */
    VendorPages(ConnectEndpoint endpoint, String path, Map<String, String> query) {
        this.endpoint = endpoint;
        this.path = path;
        this.query = query;
        this.limit = endpoint.getLimit();
    }

    @Override
    public boolean hasNext() {
        while (!page.hasNext() && !last) {
            turn();
        }
        return page.hasNext();
    }

    @Override
    public SourceRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Object row = page.next();
        offset++;
        if (!(row instanceof Map<?, ?> map)) {
            throw endpoint.fault(
                    "record " + offset + " of " + path + " is no object",
                    "Name the list of records in the option records, or read them by a route of your own.");
        }
        @SuppressWarnings("unchecked")
        Map<String, ?> values = (Map<String, ?>) map;
        return new SourceRow(path, offset, values);
    }

    private void turn() {
        Object json = answer();
        Object records = json instanceof Map<?, ?> map ? map.get(endpoint.getRecords()) : json;
        if (!(records instanceof List<?> list)) {
            throw endpoint.fault(
                    path + " gave no list named " + endpoint.getRecords(),
                    "Name the list of records in the option records.");
        }
        pages++;
        long total =
                json instanceof Map<?, ?> map && map.get("total") instanceof Number number ? number.longValue() : -1;
        // A page that is not full may be clamped, not the last; an empty one is.
        last = list.isEmpty() || !isPaged() || total >= 0 && offset + list.size() >= total;
        page = list.iterator();
    }

    private boolean isPaged() {
        return query.values().stream().anyMatch(value -> value.contains("{offset}") || value.contains("{page}"));
    }

    private Object answer() {
        for (int attempt = 1; ; attempt++) {
            try {
                return once();
            } catch (FailedException failed) {
                FailureKind kind = failed.failure().kind();
                boolean again = (kind == FailureKind.TRANSIENT || kind == FailureKind.THROTTLED) && attempt < TRIES;
                if (!again || !slept(failed.failure(), attempt)) {
                    throw failed;
                }
            }
        }
    }

    private boolean slept(Failure failure, int attempt) {
        long wait = endpoint.runtime().backoff().after(attempt).toMillis();
        long asked = failure.retryAfter() == null ? 0 : failure.retryAfter().toMillis();
        try {
            TimeUnit.MILLISECONDS.sleep(Math.max(wait, asked));
            return endpoint.getCamelContext().isStarted();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Object once() {
        Runtime runtime = endpoint.runtime();
        HttpAnswer answer;
        try {
            answer = vendor().send(HttpCall.get(path, query()));
        } catch (FailedException held) {
            throw new FailedException(tried(), held.failure(), held.advice(), held);
        } catch (IOException e) {
            throw new FailedException(tried(), FailureClassifier.ofCause(vendor().api(), e), null, e);
        }
        if (answer.status() < 200 || answer.status() > 299) {
            throw refused(answer, new String(answer.body(), StandardCharsets.UTF_8));
        }
        try {
            return runtime.json().value(answer.body());
        } catch (IOException notJson) {
            throw refused(answer, "not JSON");
        }
    }

    private FailedException refused(HttpAnswer answer, String said) {
        Runtime runtime = endpoint.runtime();
        Failure failure = FailureClassifier.ofAnswer(
                vendor().api(),
                answer.status(),
                null,
                said.isBlank() ? List.of() : new ArrayList<>(List.of(said)),
                answer.retryAfter(),
                runtime.clock().instant());
        if (failure.retryAfter() != null) {
            vendor().gate().close(failure.retryAfter());
        }
        String advice = failure.kind() == FailureKind.UNAUTHORIZED ? "Check vendor.api-key." : null;
        return new FailedException(tried(), failure, advice, null);
    }

    /** Usage is of no single product. */
    private HttpGateway vendor() {
        return endpoint.runtime()
                .vendors()
                .general()
                .orElseThrow(() -> endpoint.fault(
                        "vendor.api-url is set for products alone, and usage is of all of them",
                        "Set vendor.api-url, or read the usage by a route of your own."));
    }

    private String tried() {
        return "read usage from " + path;
    }

    private String query() {
        return query.isEmpty()
                ? null
                : query.entrySet().stream()
                        .map(pair ->
                                Json.percentEncode(pair.getKey()) + "=" + Json.percentEncode(placed(pair.getValue())))
                        .collect(Collectors.joining("&"));
    }

    private String placed(String value) {
        return value.replace("{limit}", String.valueOf(limit))
                .replace("{offset}", String.valueOf(offset))
                .replace("{page}", String.valueOf(pages + 1));
    }
}
