package io.connectprocessor.component;

import static io.connectprocessor.component.Host.connect;
import static io.connectprocessor.component.Host.failure;
import static io.connectprocessor.component.Host.good;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.connectprocessor.connect.ConnectRequest;
import io.connectprocessor.connect.MalformedRequestException;
import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.FailureKind;
import io.connectprocessor.sandbox.VendorBody;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The items of an order, read in one line. */
class ItemsTest extends HostTest {

    private static Map<String, Object> item(String mpn, Object quantity, Object before) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("id", "PRD_1_" + mpn);
        item.put("global_id", "PRD-1-" + mpn);
        item.put("mpn", mpn);
        item.put("quantity", quantity);
        item.put("old_quantity", before);
        item.put("item_type", "Reservation");
        return item;
    }

    /** Of a change with these items. */
    private ItemsView view(List<Map<String, Object>> items) {
        Map<String, Object> request = Map.of(
                "id",
                "PR-1",
                "type",
                "change",
                "status",
                "pending",
                "asset",
                Map.of(
                        "id",
                        "AS-1",
                        "product",
                        Map.of("id", "PRD-1"),
                        "connection",
                        Map.of("type", "test"),
                        "params",
                        List.of(),
                        "items",
                        items));
        String id = sandbox.seed().purchase().pending();
        List<ItemsView> views = new ArrayList<>();
        good(host.work(
                id,
                route -> route.process(exchange -> {
                    ClaimedRequest claimed = ClaimedRequest.orNull(exchange);
                    claimed.request(ConnectRequest.read(RequestKind.REQUEST, request));
                    views.add((ItemsView) exchange.getProperty(ConnectHeaders.ITEMS));
                })));
        return views.get(0);
    }

    @SuppressWarnings("unchecked")
    private static List<Object> mpns(ItemsView view, String list) {
        return ((List<Map<String, Object>>) view.get(list))
                .stream().map(item -> item.get("mpn")).toList();
    }

    @Test
    void an_item_is_read_by_its_mpn_in_one_line() {
        String id = sandbox.seed().purchase().item("SEAT", 10).pending();

        Object read = good(host.work(
                        id,
                        route -> route.setBody()
                                .simple("${exchangeProperty.ConnectItems[SEAT][quantity]},"
                                        + "${exchangeProperty.ConnectItems[SEAT][move]},"
                                        + "${exchangeProperty.ConnectItems[added].size()}")))
                .getMessage()
                .getBody();

        assertThat(read).isEqualTo("10,added,1");
    }

    /** The platform leaves a removed line in the list with quantity 0, and lines that are paid per use beside those that are ordered. */
    @Test
    void lines_are_told_apart_by_what_happens_to_them_and_what_is_paid_per_use_is_in_none() {
        Map<String, Object> perUse = item("TRAFFIC", "5", "0");
        perUse.put("item_type", "PPU");
        ItemsView view = view(List.of(
                item("NEW", "3", "0"),
                item("GONE", "0", "4"),
                item("MORE", "5", "4"),
                item("LESS", "4", "5"),
                item("SAME", "7", "7"),
                item("NEVER", "0", "0"),
                perUse));

        assertThat(mpns(view, "added")).containsExactly("NEW");
        assertThat(mpns(view, "removed")).containsExactly("GONE");
        assertThat(mpns(view, "increased")).containsExactly("MORE");
        assertThat(mpns(view, "decreased")).containsExactly("LESS");
        assertThat(mpns(view, "changed")).containsExactly("MORE", "LESS");
        assertThat(mpns(view, "unchanged")).containsExactly("SAME", "NEVER");
        assertThat(mpns(view, "perUse")).containsExactly("TRAFFIC");
        assertThat(mpns(view, "all")).hasSize(7);
        assertThat(view.entrySet()).hasSize(8);
    }

    @ParameterizedTest
    @CsvSource({
        "10, 4, increased, 10, 6",
        "2.50, 2.5, unchanged, 2.50, 0.00",
        "0.3, 0.1, increased, 0.3, 0.2",
        "0.000, 3, removed, 0.000, -3.000",
        "unlimited, 3, increased, unlimited,",
        "-1, 3, increased, unlimited,",
        "Unlimited, 0, added, unlimited,",
        "5, unlimited, decreased, 5,",
        "0, -1, removed, 0,",
        "-1, unlimited, unchanged, unlimited,",
        "3, '', added, 3, 3",
        "100000000000000000000000001, 100000000000000000000000000, increased, 100000000000000000000000001, 1"
    })
    void quantities_are_exact_and_have_one_spelling(
            String quantity, String before, String move, String shown, BigDecimal difference) {
        Map<?, ?> item =
                (Map<?, ?>) view(List.of(item("SEAT", quantity, before))).get("SEAT");

        assertThat(item.get("move")).isEqualTo(move);
        assertThat(item.get("quantity")).isEqualTo(shown);
        assertThat(item.get("difference")).isEqualTo(difference);
        assertThat(item.get("unlimited")).isEqualTo(shown.equals("unlimited"));
    }

    @Test
    void quantities_may_come_as_numbers_and_the_old_one_not_at_all() {
        Map<String, Object> item = item("SEAT", 7, 7);
        item.remove("old_quantity");

        ItemsView view = view(List.of(item, item("DISK", 2.5, new BigDecimal("2.50"))));

        assertThat(mpns(view, "added")).containsExactly("SEAT");
        assertThat(mpns(view, "unchanged")).containsExactly("DISK");
    }

    @Test
    void an_item_has_its_mpn_its_id_of_the_product_and_its_id_of_the_request() {
        ItemsView view = view(List.of(item("A", "1", "0"), item("B", "2", "0")));

        for (String name : List.of("B", "PRD-1-B", "PRD_1_B")) {
            assertThat((Map<?, ?>) view.get(name))
                    .as(name)
                    .extracting("quantity")
                    .isEqualTo("2");
        }
        assertThat(view.get("C")).isNull();
        assertThat(view.containsKey("C")).isFalse();
    }

    @Test
    void an_mpn_that_stands_twice_is_a_fault_and_the_ids_still_tell_the_lines_apart() {
        Map<String, Object> yearly = item("SEAT", "2", "0");
        yearly.put("global_id", "PRD-1-0002");
        ItemsView view = view(List.of(item("SEAT", "1", "0"), yearly));

        FailedException failed = (FailedException) catchThrowable(() -> view.get("SEAT"));

        assertThat(failed.failure().kind()).isEqualTo(FailureKind.ROUTE_FAULT);
        assertThat(failed).hasMessageContaining("has 2 items of mpn SEAT");
        assertThat((Map<?, ?>) view.get("PRD-1-0002")).extracting("quantity").isEqualTo("2");
        assertThat(mpns(view, "added")).containsExactly("SEAT", "SEAT");
    }

    @Test
    void a_quantity_that_is_none_is_malformed() {
        ItemsView view = view(List.of(item("SEAT", "many", "0")));

        assertThat(catchThrowable(() -> view.get("added")))
                .isInstanceOf(MalformedRequestException.class)
                .hasMessageContaining("the quantity of item PRD_1_SEAT");
    }

    @Test
    void nothing_of_the_order_is_in_its_text_and_a_tier_request_has_no_items() {
        assertThat(view(List.of(item("SEAT", "1", "0"))).toString()).startsWith("items of PR-");
        String tier = sandbox.seed().tierSetup().level(1).plant();

        Object size = good(host.work(
                        tier, route -> route.setBody().simple("${exchangeProperty.ConnectItems[all].size()}")))
                .getMessage()
                .getBody();

        assertThat(size).hasToString("0");
    }

    @Test
    void each_part_of_a_split_is_a_step_of_its_own_and_is_called_once() {
        String id = sandbox.seed().purchase().item("SEAT", 3).item("STORAGE", 5).pending();
        for (int run = 0; run < 2; run++) {
            good(host.work(
                    id,
                    route -> route.split()
                            .simple("${exchangeProperty.ConnectItems[added]}")
                            .stopOnException()
                            .to(connect("vendor", "step", "add-${body[mpn]}", "path", "/subscriptions"))
                            .end()));
        }

        // Items carry no request id, by which the sandbox's vendor keeps what it got.
        assertThat(sandbox.vendorBodies(""))
                .extracting(VendorBody::idempotencyKey)
                .filteredOn(key -> key.startsWith(id))
                .containsExactly(id + ":add-SEAT", id + ":add-STORAGE");
    }

    @Test
    void a_step_whose_name_gives_nothing_is_a_fault() {
        FailedException failed = failure(host.work(
                sandbox.seed().purchase().pending(),
                route -> route.to(connect("vendor", "step", "${body[nothing]}", "path", "/subscriptions"))));

        assertThat(failed).hasMessageContaining("the step has no name");
    }
}
