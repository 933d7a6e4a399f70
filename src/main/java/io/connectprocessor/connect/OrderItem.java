package io.connectprocessor.connect;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A line of an order, read. Public fixtures have quantities as texts ({@code "10"}, {@code "2.5"}), as numbers, and as {@code "unlimited"} or
 * {@code "-1"} for no limit; {@code quantity} nought beside a higher {@code old_quantity} is a line that is taken away and stays in the list.
 *
 * @param json as the platform sent it
 * @param quantity null for no limit, or when it cannot be read
 * @param before likewise; nought when the platform does not say it
 */
public record OrderItem(Map<String, Object> json, BigDecimal quantity, BigDecimal before) {

    /** Nobody orders more digits, and a subtraction would write out those of {@code 1e999999999}. */
    private static final int LONGEST = 100;

    /** What the order does to the line. */
    public enum Move {
        /** from nothing to something */
        ADDED,
        /** from something to nothing */
        REMOVED,
        INCREASED,
        DECREASED,
        UNCHANGED
    }

    public static OrderItem read(Map<String, Object> json) {
        return new OrderItem(json, number(json.get("quantity")), before(json.get("old_quantity")));
    }

    private static BigDecimal before(Object value) {
        return value == null || String.valueOf(value).isBlank() ? BigDecimal.ZERO : number(value);
    }

    private static BigDecimal number(Object value) {
        if (isUnlimited(value)) {
            return null;
        }
        try {
            BigDecimal number = new BigDecimal(String.valueOf(value).strip());
            return Math.abs((long) number.scale()) > LONGEST || number.precision() > LONGEST ? null : number;
        } catch (NumberFormatException none) {
            return null;
        }
    }

    private static boolean isUnlimited(Object value) {
        String text = String.valueOf(value).strip().toLowerCase(Locale.ROOT);
        return text.equals("unlimited") || text.matches("-1(\\.0+)?");
    }

    /** False for a quantity that is neither a number nor one of the words for no limit. */
    public boolean isReadable() {
        return (quantity != null || unlimited()) && (before != null || isUnlimited(json.get("old_quantity")));
    }

    /** True when the order has no limit. */
    public boolean unlimited() {
        return isUnlimited(json.get("quantity"));
    }

    /** Paid per use: its quantity is none that was ordered. The platform writes {@code PPU} and {@code ppu}. */
    public boolean perUse() {
        return "ppu".equalsIgnoreCase(String.valueOf(json.get("item_type")));
    }

    public Move move() {
        if (quantity == null || before == null) {
            return quantity == before ? Move.UNCHANGED : fromOrToUnlimited();
        }
        int compared = quantity.compareTo(before);
        if (compared == 0) {
            return Move.UNCHANGED;
        }
        if (quantity.signum() == 0) {
            return Move.REMOVED;
        }
        return before.signum() == 0 ? Move.ADDED : compared > 0 ? Move.INCREASED : Move.DECREASED;
    }

    private Move fromOrToUnlimited() {
        if (quantity == null) {
            return before.signum() == 0 ? Move.ADDED : Move.INCREASED;
        }
        return quantity.signum() == 0 ? Move.REMOVED : Move.DECREASED;
    }

    /** How much more, or less when negative; empty when either side has no limit. */
    public Optional<BigDecimal> difference() {
        return quantity == null || before == null ? Optional.empty() : Optional.of(quantity.subtract(before));
    }
}
