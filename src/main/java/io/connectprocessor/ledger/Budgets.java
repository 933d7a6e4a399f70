package io.connectprocessor.ledger;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** What all nodes together may ask an API: a row per API that says until when its slots are given out. Thread-safe. */
final class Budgets {
    private static final String KNOWN = "select api from ledger_budget where api = :api";

    private static final String ADD =
            "insert into ledger_budget (api, spent_until, closed_until) values (:api, :now, :now)";

    /** The time is asked for by a statement of its own: one that waits for a lock may have looked at the clock before. */
    private static final String READ =
            "select spent_until, closed_until, :now as at_now from ledger_budget where api = :api";

    private final Transactions transactions;

    Budgets(Transactions transactions) {
        this.transactions = transactions;
    }

    private record Row(Instant spentUntil, Instant closedUntil, Instant at) {}

    Slots slots(String api, double perSecond, int wanted) {
        Duration span = Duration.ofNanos((long) (wanted * 1e9 / perSecond));
        return transactions.write(work -> {
            Row row = locked(work, api);
            Instant open = row.closedUntil().isAfter(row.at()) ? row.closedUntil() : row.at();
            Instant first = row.spentUntil().isAfter(open) ? row.spentUntil() : open;
            work.call("update ledger_budget set spent_until = :spent where api = :api")
                    .set("spent", first.plus(span))
                    .set("api", api)
                    .update();
            return new Slots(Duration.between(row.at(), first), Duration.between(row.at(), open));
        });
    }

    void closes(String api, Duration wait) {
        transactions.write(work -> {
            Row row = locked(work, api);
            Instant until = row.at().plus(wait);
            return work.call(
                            "update ledger_budget set closed_until = :until where api = :api and closed_until < :until")
                    .set("until", until)
                    .set("api", api)
                    .update();
        });
    }

    private static Row locked(Transaction work, String api) throws SQLException {
        if (work.call(KNOWN).set("api", api).list(row -> true).isEmpty()) {
            work.call(ADD + work.statements().dialect().unlessPresent("api"))
                    .set("api", api)
                    .update();
        }
        work.call(KNOWN + " for update").set("api", api).list(row -> true);
        return work.call(READ)
                .set("api", api)
                .first(row -> new Row(
                        RequestRow.instant(row, "spent_until"),
                        RequestRow.instant(row, "closed_until"),
                        RequestRow.instant(row, "at_now")))
                .orElseThrow();
    }
}
