package io.connectprocessor.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The usage that the sample vendor tells: what a test gives, then what it meters. Guarded by the vendor's lock. */
final class VendorUsage {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MOST = 1000;

    private final MeteredRecords metered;
    private final Clock clock;
    private final ObjectMapper mapper;
    private final List<Given> given = new ArrayList<>();

    VendorUsage(MeteredRecords metered, Clock clock, ObjectMapper mapper) {
        this.metered = metered;
        this.clock = clock;
        this.mapper = mapper;
    }

    /** @param at the record belongs to the periods that hold this; null: to all */
    private record Given(Instant at, Map<String, Object> record) {}

    void give(Instant at, Map<String, Object> record) {
        given.add(new Given(at, new LinkedHashMap<>(record)));
    }

    /** {@code from} inclusive, {@code to} exclusive, each a date or a point in time; {@code limit} 100, 1000 at most. */
    Reply page(Call call, List<Meter> meters) {
        Map<String, String> query = parameters(call.query());
        Instant from = instant(query.get("from"));
        Instant to = instant(query.get("to"));
        if (from == null || to == null) {
            return Reply.json(
                    400, Map.of("error", "from and to are wanted, as 2026-10-01 or 2026-10-01T00:00:00Z."), mapper);
        }
        int limit = Math.min(MOST, number(query.get("limit"), DEFAULT_LIMIT));
        int offset = number(query.get("offset"), 0);
        List<Map<String, Object>> own = given.stream()
                .filter(one ->
                        one.at() == null || !one.at().isBefore(from) && one.at().isBefore(to))
                .map(Given::record)
                .toList();
        List<Map<String, Object>> page =
                new ArrayList<>(own.stream().skip(offset).limit(limit).toList());
        long others = metered.page(
                meters,
                new Meter.Span(from, to),
                clock.instant(),
                Math.max(0, offset - own.size()),
                limit - page.size(),
                page::add);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("total", own.size() + others);
        json.put("records", page);
        return Reply.json(200, json, mapper);
    }

    /** Null when it is none. */
    private static Instant instant(String text) {
        try {
            return text == null
                    ? null
                    : text.length() == 10
                            ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                            : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static int number(String text, int otherwise) {
        return text != null && text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : otherwise;
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String part : query.split("&")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        part.substring(0, equals),
                        java.net.URLDecoder.decode(
                                part.substring(equals + 1).replace("+", "%2B"), StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }
}
