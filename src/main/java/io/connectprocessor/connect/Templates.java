package io.connectprocessor.connect;

import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.Failure;
import io.connectprocessor.failure.FailureKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Template ids by product, scope, type and name. The platform documents filters on scope and type only (OpenAPI 37.0, GET
 * /products/{id}/templates), so names are compared here. Kept for 10 minutes; a name that is not found is looked for again. Thread-safe.
 */
public final class Templates {

    private static final Pattern ID = Pattern.compile("TL-[0-9-]+");
    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final int PAGE = 100;

    private final ConnectClient connect;
    private final Clock clock;
    private final Map<Shelf, Stock> shelves = new ConcurrentHashMap<>();

    public Templates(ConnectClient connect, Clock clock) {
        this.connect = connect;
        this.clock = clock;
    }

    /** What a template is for: approval or inquiry, of a request or of a tier request of level 1 or 2. */
    public record Use(String scope, String type) {

        public static Use approval(ConnectRequest request) {
            return new Use(scope(request), request.kind() == RequestKind.REQUEST ? "fulfillment" : null);
        }

        public static Use inquiry(ConnectRequest request) {
            return new Use(scope(request), "inquire");
        }

        private static String scope(ConnectRequest request) {
            return request.kind() == RequestKind.REQUEST ? "asset" : "tier" + request.tierLevel();
        }
    }

    private record Shelf(String product, Use use) {}

    private record Stock(Instant at, List<Map<String, Object>> templates) {}

    /**
     * @param nameOrId a template's name, or its {@code TL-…} id, which is taken as it is
     * @throws FailedException a route fault when no template, or more than one, has the name
     */
    public String id(String product, Use use, String nameOrId) {
        if (ID.matcher(nameOrId).matches()) {
            return nameOrId;
        }
        List<String> found = named(stock(product, use, false), nameOrId);
        if (found.isEmpty()) {
            found = named(stock(product, use, true), nameOrId);
        }
        if (found.size() == 1) {
            return found.get(0);
        }
        String place = product + ", scope " + use.scope() + (use.type() == null ? "" : ", type " + use.type());
        String what = found.isEmpty()
                ? "no template of " + place + " is called \"" + nameOrId + "\"; there is " + names(product, use)
                : found.size() + " templates of " + place + " are called \"" + nameOrId + "\": "
                        + String.join(", ", found);
        throw new FailedException(
                null,
                Failure.of(FailureKind.ROUTE_FAULT, what),
                "Set connect.template.activation or connect.template.tier (or the step's template option) to the name or"
                        + " the TL- id of one of them.",
                null);
    }

    /** True when the product has any template for this use. */
    public boolean any(String product, Use use) {
        return !stock(product, use, false).isEmpty();
    }

    private static List<String> named(List<Map<String, Object>> templates, String name) {
        List<String> ids = new ArrayList<>(1);
        for (Map<String, Object> template : templates) {
            String id = String.valueOf(template.get("id"));
            if ((name.equals(template.get("name")) || name.equals(template.get("title"))) && !ids.contains(id)) {
                ids.add(id);
            }
        }
        return ids;
    }

    private String names(String product, Use use) {
        List<Map<String, Object>> templates = stock(product, use, false);
        return templates.isEmpty()
                ? "none"
                : String.join(
                        ", ",
                        templates.stream()
                                .map(template -> "\"" + template.get("name") + "\"")
                                .toList());
    }

    private List<Map<String, Object>> stock(String product, Use use, boolean fresh) {
        Shelf shelf = new Shelf(product, use);
        Instant now = clock.instant();
        Stock stock = shelves.get(shelf);
        if (stock == null || fresh || stock.at().plus(KEPT).isBefore(now)) {
            // Two threads may both fetch on the first use: cheaper than holding all others during a call.
            stock = new Stock(now, fetch(shelf));
            shelves.put(shelf, stock);
        }
        return stock.templates();
    }

    private List<Map<String, Object>> fetch(Shelf shelf) {
        List<Map<String, Object>> all = new ArrayList<>();
        Set<Object> seen = new HashSet<>();
        for (int offset = 0; ; ) {
            // Tier templates carry no type: asking for one would find none.
            String type =
                    shelf.use().type() == null ? "" : "eq(type," + shelf.use().type() + ")&";
            Page page = connect.templates(
                    shelf.product(),
                    "eq(scope," + shelf.use().scope() + ")&" + type + "limit=" + PAGE + "&offset=" + offset);
            boolean fresh = false;
            for (Object row : page.rows()) {
                fresh |= seen.add(row);
                if (row instanceof Map<?, ?> map) {
                    @SuppressWarnings("unchecked")
                    Map<String, Object> template = (Map<String, Object>) map;
                    if (fits(template, shelf.use())) {
                        all.add(template);
                    }
                }
            }
            offset += page.rows().size();
            // A page of nothing but known rows: the offset was not heeded.
            if (!fresh || page.total() >= 0 && offset >= page.total()) {
                return List.copyOf(all);
            }
        }
    }

    /** The platform ignores what it does not know: what comes back is checked. */
    private static boolean fits(Map<String, Object> template, Use use) {
        return use.scope().equals(template.get("scope"))
                && (use.type() == null || use.type().equals(template.get("type")));
    }
}
