package io.connectprocessor.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** What is owed to requests that wait for somebody: a reminder, an end, a word that they are parked. Thread-safe. */
final class Inquiries {
    static final String OURS = " and kind = :kind and (product is null or product = any(:products))";

    static final String DUE =
            "select id, inquired, reminded from ledger_request where " + Dialect.ASIDE + " state = 'INQUIRED'" + OURS
                    + " and (inquired <= :expired or (inquired <= :forgotten and reminded is null))"
                    + " order by inquired, id fetch first :most rows only";

    private static final String EXPIRES = "update ledger_request set expiring = :unanswered" + Outcomes.FENCE;

    private static final String ANSWERED =
            "update ledger_request set expiring = null, inquired = null, reminded = null" + Outcomes.FENCE;

    private static final String UNTOLD = "select id from ledger_request where undecided = true and state = 'PARKED'"
            + OURS + " and noted is null and since >= :since order by since, id fetch first :most rows only";

    private static final String TELL =
            "update ledger_request set noted = :now where id = :id and state = 'PARKED' and noted is null";

    private static final String UNTELL = "update ledger_request set noted = null where id = :id and state = 'PARKED'";

    private final Transactions transactions;
    private final Claims claims;

    Inquiries(Transactions transactions, Claims claims) {
        this.transactions = transactions;
        this.claims = claims;
    }

    List<OpenInquiry> due(String kind, List<String> products, Instant forgotten, Instant expired, int most) {
        return transactions.read(work -> work.call(DUE)
                .set("kind", kind)
                .set("products", products.toArray(String[]::new))
                .set("forgotten", forgotten)
                .set("expired", expired)
                .set("most", most)
                .list(row -> new OpenInquiry(
                        row.getString("id"),
                        RequestRow.instant(row, "inquired"),
                        RequestRow.instant(row, "reminded") != null)));
    }

    void expires(Claim claim, String unanswered) {
        fenced(claim, EXPIRES, Objects.requireNonNull(unanswered, "unanswered"));
    }

    void answered(Claim claim) {
        fenced(claim, ANSWERED, null);
    }

    private void fenced(Claim claim, String sql, String unanswered) {
        transactions.write(work -> {
            Call call = work.call(sql)
                    .set("id", claim.id())
                    .set("token", claim.token())
                    .set("owner", claims.owner());
            if ((sql.equals(EXPIRES) ? call.set("unanswered", unanswered) : call).update() == 0 && !work.again()) {
                throw Claims.lost(claim);
            }
            return null;
        });
    }

    List<String> untold(String kind, List<String> products, Instant since, int most) {
        return transactions.read(work -> work.call(UNTOLD)
                .set("kind", kind)
                .set("products", products.toArray(String[]::new))
                .set("since", since)
                .set("most", most)
                .list(row -> row.getString("id")));
    }

    boolean tell(String id) {
        return transactions.write(work -> work.call(TELL).set("id", id).update() == 1);
    }

    void untell(String id) {
        transactions.write(work -> work.call(UNTELL).set("id", id).update());
    }
}
