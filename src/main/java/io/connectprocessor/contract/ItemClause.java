package io.connectprocessor.contract;

import java.util.List;
import java.util.Map;

/**
 * An item that must be there.
 *
 * @param mpn manufacturer's part number
 * @param type Reservation or PPU; null for any
 * @param period such as Monthly; null for any
 * @param status draft, published or endofsale; null for any
 */
record ItemClause(String place, String mpn, String type, String period, String status) implements Clause {

    @Override
    public List<Drift> against(ProductPicture product) {
        List<Wish> wishes = List.of(
                new Wish("type", "type", type),
                new Wish("period", "period", period),
                new Wish("status", "status", status));
        List<Map<String, Object>> here = product.items().stream()
                .filter(row -> mpn.equals(row.get("mpn")))
                .toList();
        if (here.isEmpty()) {
            return List.of(drift(product, Wish.all(wishes), "none", missing(product)));
        }
        boolean met = here.stream().anyMatch(row -> wishes.stream().allMatch(wish -> wish.isMetBy(row)));
        return met
                ? List.of()
                : wishes.stream()
                        .filter(wish -> !wish.isMetBy(here.get(0)))
                        .map(wish -> drift(
                                product,
                                wish.expected(),
                                wish.found(here.get(0)),
                                "correct the item " + mpn + " of the product, or correct the contract"))
                        .toList();
    }

    private String missing(ProductPicture product) {
        return Spelling.near(
                        mpn,
                        product.items().stream()
                                .map(row -> String.valueOf(row.get("mpn")))
                                .toList())
                .map(near -> "the product has " + near + ": correct the mpn here or there")
                .orElse("create it among the product's items, or take it out of the contract");
    }

    private Drift drift(ProductPicture product, String expected, String found, String advice) {
        return new Drift(product.product(), "item " + mpn, expected, found, advice, place);
    }
}
