package io.connectprocessor.ledger;

import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes pages in: six statements a page, whatever its length, and three more for one that shows known rows as revoking. */
final class Sightings {
    private static final Pattern ORDINAL = Pattern.compile("([0-9]{1,18})$");

    /** The same on all nodes, and that of a lane, so that two pages never wait for each other's rows crosswise. */
    private static final Comparator<Sighting> ORDER = Comparator.comparing(Sighting::lane)
            .thenComparing(Sighting::created)
            .thenComparing(sighting -> ordinal(sighting.id()))
            .thenComparing(Sighting::id);

    private static final String INSERT =
            "insert into ledger_request (id, kind, lane, product, type, created, ordinal, state, undecided, token, attempts,"
                    + " starts, crashes, alone, round, recheck, revoking, first_seen, seen, since) values (:id, :kind, :lane, :product, :type, :created, :ordinal,"
                    + " 'READY', true, 0, 0, 0, 0, false, 1, false, :revoking, :now, :asked, :now)";

    private static final String SEEN = "update ledger_request set seen = :asked where id = any(:ids) and seen < :asked";

    private static final String RESTED =
            " where id = any(:ids) and (state in ('INQUIRED', 'SCHEDULED') or (state = 'PARKED' and failure = '"
                    + Ledger.UNANSWERED + "')) and since < :asked";

    private static final String NEW_ROUND =
            "update ledger_request set state = 'READY', round = round + 1, attempts = 0, starts = 0, crashes = 0,"
                    + " came_due = case when state = 'SCHEDULED' then true else came_due end, failure = null, cause = null,"
                    + " advice = null, step = null, route = null, payload = null, inquired = null,"
                    + " reminded = null, since = :now"
                    + RESTED;

    private static final String NEWLY_REVOKING =
            " where id = any(:ids) and revoking = false and state <> 'CLAIMED' and since < :asked";

    /** Once for each: what it waits for after that, it waits for as a revoking one. */
    private static final String WAKE =
            "update ledger_request set revoking = true, state = 'READY', recheck = true, retry_at = null, attempts = 0, starts = 0,"
                    + " crashes = 0, later_since = null, failure = null, cause = null, advice = null, step = null, route = null,"
                    + " payload = null, since = :now"
                    + NEWLY_REVOKING + " and state = 'WAITING'";

    private static final String TAKEN_BACK =
            "update ledger_request set revoking = true, recheck = true" + NEWLY_REVOKING;

    private static final String TOUCHED_LANES =
            "select r.id from ledger_request r join ledger_request t on t.lane = r.lane"
                    + " where r.id = any(:ids) and t.touched >= :asked";

    private final Transactions transactions;
    private final Claims claims;

    Sightings(Transactions transactions, Claims claims) {
        this.transactions = transactions;
        this.claims = claims;
    }

    /** @param unclaimed those that nobody ever claimed, as they will be claimed unless something comes between */
    private record Noted(Map<String, Standing> standings, List<Claim> unclaimed) {}

    List<Standing> sight(List<Sighting> page, Instant askedAt) {
        if (page.isEmpty()) {
            return List.of();
        }
        Map<String, Sighting> byId = new LinkedHashMap<>();
        page.forEach(sighting -> byId.putIfAbsent(checked(sighting).id(), sighting));
        List<Sighting> ordered = byId.values().stream().sorted(ORDER).toList();
        Noted noted = transactions.write(work -> note(work, ordered, askedAt));
        claims.sighted(ordered, noted.unclaimed());
        return page.stream()
                .map(sighting -> noted.standings().get(sighting.id()))
                .toList();
    }

    private Noted note(Transaction work, List<Sighting> page, Instant askedAt) throws SQLException {
        String[] ids = page.stream().map(Sighting::id).toArray(String[]::new);
        Set<String> known = new HashSet<>(work.call("select id from ledger_request where id = any(:ids)")
                .set("ids", ids)
                .list(row -> row.getString("id")));
        List<Sighting> fresh = new ArrayList<>(page);
        fresh.removeIf(sighting -> known.contains(sighting.id()));
        work.call(INSERT + work.statements().dialect().unlessPresent())
                .set("asked", askedAt)
                .each(fresh, Sightings::bind);
        if (!known.isEmpty()) {
            String[] old = known.stream().sorted().toArray(String[]::new);
            takeBack(work, page, known, askedAt);
            work.call(Timeline.NOTE_EACH + RESTED + " and revoking = false")
                    .set("ids", old)
                    .set("asked", askedAt)
                    .set("kind", "sighted")
                    .set("detail", "pending again")
                    .update();
            work.call(NEW_ROUND).set("ids", old).set("asked", askedAt).update();
            work.call(SEEN).set("ids", old).set("asked", askedAt).update();
        }
        Map<String, Standing> standings = new LinkedHashMap<>();
        work.call(RequestRow.SELECT + " where r.id = any(:ids)")
                .set("ids", ids)
                .list(RequestRow::read)
                .forEach(row -> standings.put(row.id(), row.standing()));
        return new Noted(standings, claims.sole() ? unclaimed(work, fresh, standings, askedAt) : List.of());
    }

    /** Not those that are to be read again before any effect. */
    private static List<Claim> unclaimed(
            Transaction work, List<Sighting> fresh, Map<String, Standing> standings, Instant askedAt)
            throws SQLException {
        List<Sighting> ready = new ArrayList<>(fresh);
        ready.removeIf(sighting -> standings.get(sighting.id()).state() != Standing.State.READY);
        if (ready.isEmpty()) {
            return List.of();
        }
        Set<String> touched = new HashSet<>(work.call(TOUCHED_LANES)
                .set("ids", ready.stream().map(Sighting::id).toArray(String[]::new))
                // A claim says it in milliseconds.
                .set("asked", askedAt.truncatedTo(ChronoUnit.MILLIS))
                .list(row -> row.getString("id")));
        ready.removeIf(sighting -> touched.contains(sighting.id()));
        return ready.stream()
                .map(sighting -> new Claim(sighting.id(), sighting.kind(), sighting.lane(), 1, 0, false))
                .toList();
    }

    /** What it waited for as a pending one is over. */
    private static void takeBack(Transaction work, List<Sighting> page, Set<String> known, Instant askedAt)
            throws SQLException {
        String[] ids = page.stream()
                .filter(Sighting::revoking)
                .map(Sighting::id)
                .filter(known::contains)
                .sorted()
                .toArray(String[]::new);
        if (ids.length == 0) {
            return;
        }
        work.call(Timeline.NOTE_EACH + NEWLY_REVOKING)
                .set("ids", ids)
                .set("asked", askedAt)
                .set("kind", "sighted")
                .set("detail", "revoking")
                .update();
        work.call(WAKE).set("ids", ids).set("asked", askedAt).update();
        work.call(TAKEN_BACK).set("ids", ids).set("asked", askedAt).update();
    }

    private static void bind(Call call, Sighting sighting) {
        call.set("id", sighting.id())
                .set("kind", sighting.kind())
                .set("lane", sighting.lane())
                .set("product", Text.clipped(sighting.product(), 200))
                .set("type", Text.clipped(sighting.type(), 200))
                .set("created", sighting.created())
                .set("revoking", sighting.revoking())
                .set("ordinal", ordinal(sighting.id()));
    }

    /** {@code PR-5620-6529-2182-001} is 1; an id that does not end in digits is 0. */
    static long ordinal(String id) {
        Matcher matcher = ORDINAL.matcher(id);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    private static Sighting checked(Sighting sighting) {
        Objects.requireNonNull(sighting, "sighting");
        checked(sighting, "id", sighting.id(), 500);
        checked(sighting, "kind", sighting.kind(), 40);
        checked(sighting, "lane", sighting.lane(), 500);
        if (sighting.created() == null) {
            throw new IllegalArgumentException(
                    "The row of " + sighting.id() + " has no created. Treat it as malformed.");
        }
        return sighting;
    }

    private static void checked(Sighting sighting, String name, String value, int most) {
        if (value == null
                || value.isBlank()
                || value.length() > most
                || !Text.storable(value).equals(value)) {
            throw new IllegalArgumentException("The " + name + " of the row " + Text.clipped(sighting.id(), 50)
                    + " must have 1 to " + most + " ordinary characters. Treat it as malformed.");
        }
    }
}
