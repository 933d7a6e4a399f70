package io.connectprocessor.ledger;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Grants turns, renews them and knows which are still this process's own. Thread-safe. */
final class Turns {

    private static final String TAKE = "update ledger_turn set owner = :owner, lease_end = :leased, token = token + 1"
            + " where id = :id and token = :token";

    private static final String FENCE = "update ledger_turn set lease_end = :leased"
            + " where id = :id and token = :token and owner = :owner and lease_end > :now";

    private static final String GIVE_BACK =
            "update ledger_turn set lease_end = null where id = :id and token = :token and owner = :owner";

    private final Transactions transactions;
    private final LedgerClock clock;
    private final String owner;
    private final Duration lease;
    private final boolean sole;
    private final Map<String, Held> held = new ConcurrentHashMap<>();

    /** @param sole no other process can have a turn: what one left behind is void */
    Turns(Transactions transactions, LedgerClock clock, String owner, Duration lease, boolean sole) {
        this.transactions = transactions;
        this.clock = clock;
        this.owner = owner;
        this.lease = lease;
        this.sole = sole;
    }

    /** Token 0: being asked for. Deadline: until when nobody else can have it. */
    private record Held(long token, LedgerClock.Deadline deadline) {}

    Optional<Turn> take(String name) {
        Held asking = new Held(0, clock.deadline(lease));
        if (held.compute(name, (key, old) -> old == null || old.deadline().passed() ? asking : old) != asking) {
            return Optional.empty();
        }
        Optional<Turn> turn = Optional.empty();
        try {
            turn = transactions.write(work -> decide(work, name));
            return turn;
        } finally {
            Optional<Turn> granted = turn;
            held.computeIfPresent(
                    name,
                    (key, mine) -> mine != asking
                            ? mine
                            : granted.map(t -> new Held(t.token(), asking.deadline()))
                                    .orElse(null));
        }
    }

    private Optional<Turn> decide(Transaction work, String name) throws SQLException {
        while (true) {
            Optional<Long> free = work.call("select token, owner, case when lease_end > :now then 1 else 0 end as busy"
                            + " from ledger_turn where id = :id")
                    .set("id", name)
                    .first(row -> row.getInt("busy") == 0 || sole || owner.equals(row.getString("owner"))
                            ? row.getLong("token")
                            : -1L);
            if (free.isEmpty()) {
                work.call("insert into ledger_turn (id, token) values (:id, 0)"
                                + work.statements().dialect().unlessPresent())
                        .set("id", name)
                        .update();
                continue;
            }
            if (free.get() < 0) {
                return Optional.empty();
            }
            int taken = work.call(TAKE)
                    .set("owner", owner)
                    .set("id", name)
                    .set("token", free.get())
                    .update();
            if (taken == 1) {
                return Optional.of(new Turn(name, free.get() + 1));
            }
        }
    }

    void check(Turn turn) {
        Held mine = held.get(turn.name());
        if (mine == null
                || mine.token() != turn.token()
                || transactions.broken()
                || mine.deadline().passed()) {
            throw lost(turn);
        }
    }

    /** Begins a write of the one whose turn it is, and renews the lease with it. */
    void fence(Transaction work, Turn turn) throws SQLException {
        int rows = work.call(FENCE)
                .set("id", turn.name())
                .set("token", turn.token())
                .set("owner", owner)
                .update();
        if (rows == 0) {
            throw lost(turn);
        }
    }

    void giveBack(Turn turn) {
        held.computeIfPresent(turn.name(), (name, mine) -> mine.token() == turn.token() ? null : mine);
        transactions.write(work -> work.call(GIVE_BACK)
                .set("id", turn.name())
                .set("token", turn.token())
                .set("owner", owner)
                .update());
    }

    /** Gives back whatever is still held: this process is ending. */
    void giveBackAll() {
        held.forEach((name, mine) -> {
            if (mine.token() != 0) {
                giveBack(new Turn(name, mine.token()));
            }
        });
    }

    void renew() {
        held.forEach((name, mine) -> {
            if (mine.token() != 0) {
                renew(name, mine);
            }
        });
    }

    private void renew(String name, Held mine) {
        LedgerClock.Deadline deadline = clock.deadline(lease);
        int renewed = transactions.write(work -> work.call(FENCE)
                .set("id", name)
                .set("token", mine.token())
                .set("owner", owner)
                .update());
        if (renewed == 1) {
            held.replace(name, mine, new Held(mine.token(), deadline));
        }
    }

    private static ClaimLostException lost(Turn turn) {
        return new ClaimLostException(
                "The turn for " + turn.name() + " (token " + turn.token()
                        + ") is lost: its lease ran out or another node took it over. Nothing more is done here; that node goes on.");
    }
}
