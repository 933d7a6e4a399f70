package io.connectprocessor.component;

import io.connectprocessor.connect.MalformedRequestException;
import io.connectprocessor.connect.OrderItem;
import java.math.BigDecimal;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The items of the request, read-only. By mpn, or by {@code global_id} or {@code id}: one item, null when there is none. By {@code all},
 * {@code added}, {@code removed}, {@code increased}, {@code decreased}, {@code changed} (the last two) and {@code unchanged}: a List of them, in the order
 * of the request, in which what is paid per use stands only under {@code all} and {@code perUse}.
 *
 * <p>An item is the Map that the platform sent, with {@code quantity} and {@code old_quantity} as text in one spelling ({@code 10}, {@code 2.5},
 * {@code unlimited}), and {@code move} (added, removed, increased, decreased, unchanged), {@code unlimited} (Boolean) and {@code difference}
 * (BigDecimal; null to or from no limit).
 */
final class ItemsView extends AbstractMap<String, Object> {

    private static final Map<String, Predicate<OrderItem>> LISTS = lists();

    private final ClaimedRequest claimed;
    private final ConnectEndpoint endpoint;

    /** @param endpoint to blame for what cannot be answered */
    ItemsView(ClaimedRequest claimed, ConnectEndpoint endpoint) {
        this.claimed = claimed;
        this.endpoint = endpoint;
    }

    private static Map<String, Predicate<OrderItem>> lists() {
        Map<String, Predicate<OrderItem>> lists = new LinkedHashMap<>();
        lists.put("all", item -> true);
        for (OrderItem.Move move : OrderItem.Move.values()) {
            lists.put(name(move), item -> !item.perUse() && item.move() == move);
        }
        lists.put("changed", lists.get("increased").or(lists.get("decreased")));
        lists.put("perUse", OrderItem::perUse);
        return Map.copyOf(lists);
    }

    private static String name(OrderItem.Move move) {
        return move.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Object get(Object key) {
        String name = String.valueOf(key);
        Predicate<OrderItem> list = LISTS.get(name);
        return list == null
                ? one(name)
                : items().stream().filter(list).map(ItemsView::shown).toList();
    }

    private Map<String, Object> one(String name) {
        for (String field : List.of("mpn", "global_id", "id")) {
            List<OrderItem> found = items().stream()
                    .filter(item -> name.equals(item.json().get(field)))
                    .toList();
            if (found.size() > 1) {
                throw endpoint.fault(
                        "request " + claimed.claim().id() + " has " + found.size() + " items of " + field + " " + name,
                        "Name one by its global_id, or go over ConnectItems[all].");
            }
            if (!found.isEmpty()) {
                return shown(found.get(0));
            }
        }
        return null;
    }

    private List<OrderItem> items() {
        List<OrderItem> items = claimed.request().items();
        for (OrderItem item : items) {
            if (!item.isReadable()) {
                throw new MalformedRequestException(
                        "the quantity of item " + item.json().get("id") + " is no number and not unlimited");
            }
        }
        return items;
    }

    private static Map<String, Object> shown(OrderItem item) {
        Map<String, Object> shown = new LinkedHashMap<>(item.json());
        shown.put("quantity", text(item.quantity()));
        shown.put("old_quantity", text(item.before()));
        shown.put("move", name(item.move()));
        shown.put("unlimited", item.unlimited());
        shown.put("difference", item.difference().orElse(null));
        return shown;
    }

    private static String text(BigDecimal quantity) {
        return quantity == null ? "unlimited" : quantity.toPlainString();
    }

    @Override
    public boolean containsKey(Object key) {
        return get(key) != null;
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        Map<String, Object> lists = new LinkedHashMap<>();
        LISTS.keySet().stream().sorted().forEach(name -> lists.put(name, get(name)));
        return java.util.Collections.unmodifiableMap(lists).entrySet();
    }

    /** Orders are customers' data: a log of all properties shows none. */
    @Override
    public String toString() {
        return "items of " + claimed.claim().id();
    }
}
