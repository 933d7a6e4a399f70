package io.connectprocessor.component;

import io.connectprocessor.connect.ConnectRequest;
import io.connectprocessor.connect.Page;
import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.failure.Api;
import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.Failure;
import io.connectprocessor.failure.FailureKind;
import io.connectprocessor.failure.Redaction;
import io.connectprocessor.ledger.Ledger.Claiming;
import io.connectprocessor.ledger.LedgerException;
import io.connectprocessor.ledger.Particulars;
import io.connectprocessor.ledger.Sighting;
import io.connectprocessor.ledger.Standing;
import io.connectprocessor.rql.Rql;
import io.connectprocessor.rql.RqlQuery;
import java.io.Closeable;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pass over the requests of a collection that wait for the vendor, in the order of {@code created}.
 *
 * <p>The platform pages by offset over a set that shrinks while requests are approved, so walking offsets skips rows. Here the next page
 * begins at the last {@code created} seen ({@code ge}), rows already seen at that stamp are dropped, and only while a whole page has one
 * stamp an offset is used, past the rows of that stamp that stay open; those on their way are left out by their ids. The order of ties is not promised: a pass knows how many
 * rows there were, and says if it cannot have seen them all. Memory holds two pages, the ids of one stamp and of open requests of tier 2. Used by one thread, and by one more that fetches ahead for it.
 */
final class PendingRows implements Iterator<Message>, Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(PendingRows.class);
    /** Pages in a row that may bring nothing new while one stamp is swept, before the pass gives up on it. */
    private static final int MOST_IDLE_SWEEPS = 30;
    /** So many that are no longer listed are read in one pass; which ones is left to chance, so that each has its turn. */
    private static final int MOST_UNLISTED = 50;
    /** URLs are finite: 200 ids are about 5 kB. */
    private static final int MOST_EXCLUDED = 200;

    private final CamelContext context;
    private final Runtime runtime;
    private final RequestKind kind;
    private final Listing listing;
    private final List<String> statuses;
    private final Rql filter;
    private final Queue<Message> ready = new ArrayDeque<>();
    private final Set<String> seenAtLast = ConcurrentHashMap.newKeySet();
    private final Set<String> decidedAtLast = ConcurrentHashMap.newKeySet();
    private final Consumer<String> onDecided = this::decided;
    private final TierOrder tiers;
    private final Set<String> unlisted;
    private final UnfinishedRows unfinished;
    private boolean gaveUnfinished;
    private Future<List<Message>> coming;
    private Rql environment;
    private String last;
    private boolean advanced;
    private int idleSweeps;
    private long total = -1;
    private long distinct;
    private final AtomicLong handed = new AtomicLong();
    private final Map<Api, Long> handedTo = new HashMap<>();
    private long held;
    private long foreign;
    private boolean complete = true;
    private volatile boolean ended;
    private volatile boolean closing;
    private String failure;

    /** @param statuses at least one; rows of another status are dropped */
    PendingRows(CamelContext context, Runtime runtime, RequestKind kind, List<String> statuses, Rql filter) {
        this.context = context;
        this.runtime = runtime;
        this.kind = kind;
        this.listing = Listing.of(kind);
        this.tiers = new TierOrder(kind);
        this.statuses = statuses;
        this.filter = filter;
        this.environment = listing.environment() == null
                ? Rql.everything()
                : Rql.in(listing.environment(), runtime.environments());
        runtime.intake().passBegins(onDecided);
        unlisted = undecided();
        if (!runtime.intake().mayList()) {
            boolean wanted =
                    runtime.intake().held() || !runtime.intake().restraint().isZero();
            end(false, wanted ? null : "Connect refuses the key");
        } else if (!runtime.types().any(kind)) {
            end(true, null); // a call less for each poll
        }
        unfinished = unfinished();
    }

    private UnfinishedRows unfinished() {
        try {
            return ended ? null : new UnfinishedRows(context, runtime);
        } catch (LedgerException unreadable) {
            fail(unreadable);
            return null;
        }
    }

    /** A ledger that fails ends the pass, told like an API that fails: a pass that began and never ended would hold up every stop. */
    private Set<String> undecided() {
        try {
            return new HashSet<>(runtime.ledger()
                    .undecided(
                            kind.label(), runtime.products(), runtime.ledger().now()));
        } catch (LedgerException unreadable) {
            fail(unreadable);
            return Set.of();
        }
    }

    @Override
    public boolean hasNext() {
        Optional<String> away = runtime.handover().away();
        if (runtime.intake().held() || away.isPresent()) {
            failure = away.orElse(failure);
            close();
        }
        // The Splitter sends the unfinished one that it has only after this look: what comes next is waited for when it
        // is taken.
        if (hasUnfinished() || gaveUnfinished) {
            return true;
        }
        while (ready.isEmpty() && !(ended && coming == null)) {
            fetch();
            if (hasUnfinished()) {
                return true;
            }
        }
        return !ready.isEmpty();
    }

    private boolean hasUnfinished() {
        return unfinished != null && unfinished.hasNext(!ended || !ready.isEmpty());
    }

    /** Waits for the next page, for a second at most: a queue that is full keeps it back for long. */
    private void fetch() {
        if (coming == null) {
            coming = runtime.ahead().submit(this::nextBatch);
        }
        if (isThere(coming)) {
            ready.addAll(await(coming));
            // The page after this one is fetched while this one is handed over, so that the workers never wait for it.
            coming = ready.isEmpty() || ended ? null : runtime.ahead().submit(this::nextBatch);
        }
    }

    /** @return null when nothing came after an unfinished one that went into a queue of several nodes; the Splitter passes over it */
    @Override
    public Message next() {
        boolean promised = gaveUnfinished;
        gaveUnfinished = false;
        if (!hasNext()) {
            if (promised) {
                return null;
            }
            throw new NoSuchElementException();
        }
        if (hasUnfinished()) {
            handed.incrementAndGet();
            gaveUnfinished = !runtime.handover().local();
            return unfinished.next(unsent());
        }
        unfinished.awaitLast();
        Message row = ready.remove();
        String id = row.getHeader(ConnectHeaders.REQUEST_ID, String.class);
        try {
            runtime.intake().awaitRoom(id, runtime.vendors().of(kind, asObject(row.getBody())));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        runtime.intake().handedNow(id);
        return row;
    }

    /** Rows that an unfinished one need not wait for, though they count as on their way: they lie behind it. */
    private Set<String> unsent() {
        if (!runtime.handover().local()) {
            return Set.of();
        }
        if (coming != null) {
            ready.addAll(await(coming));
            coming = null;
        }
        return ready.stream()
                .map(row -> row.getHeader(ConnectHeaders.REQUEST_ID, String.class))
                .collect(Collectors.toSet());
    }

    /** Ends the pass, also in its middle: rows fetched and not handed over are free again. */
    @Override
    public void close() {
        closing = true;
        if (coming != null) {
            Future<List<Message>> fetched = coming;
            coming = null;
            ready.addAll(await(fetched));
        }
        if (unfinished != null) {
            unfinished.giveUp();
        }
        for (Message row : ready) {
            String id = row.getHeader(ConnectHeaders.REQUEST_ID, String.class);
            runtime.handover().withdraw(id);
            runtime.intake().end(id);
        }
        ready.clear();
        end(false, failure);
    }

    private List<Message> nextBatch() {
        List<Message> batch = new ArrayList<>();
        try {
            while (batch.isEmpty() && !ended) {
                nextPage(batch);
            }
        } catch (FailedException failed) {
            fail(failed);
        } catch (LedgerException unwritten) {
            fail(unwritten);
        } catch (RuntimeException | Error bug) {
            LOG.error("The list of {} ends early", kind.resource(), bug);
            end(
                    false,
                    "the list of " + kind.resource() + " ended early: "
                            + bug.getClass().getSimpleName());
        }
        return batch;
    }

    private static boolean isThere(Future<List<Message>> batch) {
        try {
            batch.get(1, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException behind) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true; // so that it is waited for without an end
        } catch (ExecutionException e) {
            return true;
        }
    }

    private static List<Message> await(Future<List<Message>> batch) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return batch.get();
                } catch (InterruptedException e) {
                    interrupted = true; // what the batch took must not be lost: it ends soon, by its time-outs
                } catch (ExecutionException e) {
                    throw new IllegalStateException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void fail(FailedException failed) {
        if (isOfNoConcern(failed.failure())) {
            runtime.intake().leavesAlone(kind, Redaction.ofText(failed.getMessage(), null));
            unlisted.clear();
            end(true, null);
            return;
        }
        if (failed.failure().kind() == FailureKind.UNAUTHORIZED) {
            runtime.intake().pause(Api.CONNECT, true, Redaction.ofText(failed.sentences(), null));
        }
        if (failed.failure().kind() == FailureKind.THROTTLED) {
            end(false, null); // the platform wants fewer calls, which is no trouble; the next poll comes when it may
            return;
        }
        LOG.warn(Redaction.ofText(failed.sentences(), null));
        end(false, Redaction.ofText(failed.getMessage(), null));
    }

    /** Many a key may do all but this: the account's data are a module of their own, and orders do not wait for them. */
    private boolean isOfNoConcern(Failure failure) {
        return kind == RequestKind.TIER_ACCOUNT_REQUEST
                && (failure.status() == 403 || failure.status() == 404)
                && (runtime.types().any(RequestKind.REQUEST) || runtime.types().any(RequestKind.TIER_REQUEST));
    }

    private void fail(LedgerException failed) {
        LOG.warn("The list of {} ends early: {}", kind.resource(), failed.getMessage());
        end(false, failed.getMessage());
    }

    private void end(boolean wellDone, String why) {
        if (ended) {
            return;
        }
        ended = true;
        failure = why;
        complete &= wellDone;
        try {
            if (complete) {
                closeUnlisted();
                new Unanswered(runtime, kind).look();
                new ParkNotes(runtime, kind).look();
            }
        } catch (LedgerException unwritten) {
            LOG.warn("The list of {} ends early: {}", kind.resource(), unwritten.getMessage());
            complete = false;
            failure = unwritten.getMessage();
        } finally {
            over();
        }
    }

    private void over() {
        if (handed.get() > 0) {
            LOG.info(
                    "{}: {} handed over, {} left where they are, {} of others", kind.resource(), handed, held, foreign);
        }
        runtime.intake()
                .passEnds(onDecided, new Intake.Pass(kind, total, handed.get(), held, foreign, complete, failure));
    }

    private void nextPage(List<Message> batch) {
        if (runtime.vendors().apis().stream().noneMatch(this::mayHand)) {
            end(false, null);
            return;
        }
        Instant askedAt = runtime.ledger().now();
        // In this order: what is decided between the two is counted twice, which offers a row again; not counted, it
        // would skip one.
        List<String> excluded = last == null || advanced ? List.of() : leavingSoon();
        int decidedBefore = decidedAtLast.size();
        int offset = last == null || advanced ? 0 : Math.max(0, seenAtLast.size() - decidedBefore - excluded.size());
        Page page = page(offset, excluded);
        runtime.intake().answered(Api.CONNECT, true);
        if (total < 0) {
            runtime.intake().listsAgain(kind);
            runtime.intake().listed(kind, page.total(), oldest(page));
            if (tiers.beginsHeadStart(page)) {
                return;
            }
            total = page.total();
        }
        String before = last;
        int fresh = take(page.rows(), askedAt, batch);
        advanced = last != null && !last.equals(before);
        idleSweeps = fresh == 0 && !advanced ? idleSweeps + 1 : 0;
        decideWhetherToGoOn(page, offset, decidedBefore + excluded.size());
    }

    private void decideWhetherToGoOn(Page page, int offset, int seenAndNotCounted) {
        boolean lastPage = page.rows().isEmpty()
                || page.total() >= 0 && offset + page.rows().size() >= page.total();
        if (!lastPage && idleSweeps < MOST_IDLE_SWEEPS) {
            return;
        }
        // All rows from the last stamp on have been offered once. With ties in a new order at each call some may still
        // be unseen.
        boolean someUnseen = page.total() > seenAtLast.size() - seenAndNotCounted
                && !advanced
                && !page.rows().isEmpty();
        if (someUnseen && idleSweeps < MOST_IDLE_SWEEPS) {
            idleSweeps++;
            return;
        }
        if (tiers.endsHeadStart()) {
            beginAnew();
        } else {
            end(idleSweeps < MOST_IDLE_SWEEPS && distinct >= total, null);
        }
    }

    private void beginAnew() {
        last = null;
        advanced = false;
        idleSweeps = 0;
        total = -1;
        distinct = 0;
        seenAtLast.clear();
        decidedAtLast.clear();
    }

    /**
     * Rows of the last stamp that are on their way may leave the list at any moment, before or after the platform counts its offset: they
     * are named in the query, so that neither makes a difference.
     */
    private List<String> leavingSoon() {
        return seenAtLast.stream()
                .filter(runtime.intake()::onItsWay)
                .limit(MOST_EXCLUDED)
                .toList();
    }

    private Instant oldest(Page page) {
        return page.rows().isEmpty() || asObject(page.rows().get(0)) == null
                ? null
                : ConnectRequest.createdOf(kind, asObject(page.rows().get(0)));
    }

    /** In a shadow nothing leaves the list by what is done here. */
    private void decided(String id) {
        tiers.decided(id);
        if (runtime.shadow().isEmpty() && seenAtLast.contains(id)) {
            decidedAtLast.add(id);
        }
    }

    private Page page(int offset, List<String> excluded) {
        try {
            return runtime.connect().list(kind, query(offset, excluded));
        } catch (FailedException refused) {
            // Documented values of the connection type are test and production only: preview may be refused as a value.
            if (refused.failure().status() == 400
                    && runtime.environments().contains("preview")
                    && !environment.matchesEverything()) {
                LOG.info("Connect does not filter by these environments; rows are checked here instead");
                environment = Rql.everything();
                return runtime.connect().list(kind, query(offset, excluded));
            }
            throw refused;
        }
    }

    private String query(int offset, List<String> excluded) {
        List<Rql> conditions = new ArrayList<>();
        conditions.add(Rql.in("status", statuses));
        conditions.add(Rql.in(listing.product(), runtime.products()));
        conditions.add(environment);
        conditions.add(types());
        conditions.add(tiers.condition());
        conditions.add(runtime.people().assignees().condition(kind));
        conditions.add(filter);
        if (last != null) {
            conditions.add(Rql.ge(listing.created(), last));
        }
        if (!excluded.isEmpty()) {
            conditions.add(Rql.out("id", excluded));
        }
        conditions.removeIf(Rql::matchesEverything);
        return RqlQuery.of(Rql.and(conditions))
                .withOrdering(listing.created())
                .withLimit(runtime.pageSize())
                .withOffset(offset)
                .encoded();
    }

    private Rql types() {
        return listing.type() == null || runtime.types().all(kind)
                ? Rql.everything()
                : Rql.in(listing.type(), runtime.types().of(kind));
    }

    /** Notes the page in the ledger and queues what may be worked on; returns how many rows were not seen before in this pass. */
    private int take(List<Object> rows, Instant askedAt, List<Message> batch) {
        Map<String, Map<String, Object>> fresh = new LinkedHashMap<>();
        for (Object row : rows) {
            Map<String, Object> json = asObject(row);
            String id = json == null ? null : ConnectRequest.idOf(json);
            if (id == null || !isKeepable(id)) {
                LOG.error("A row of {} has no readable id; it cannot be worked on or parked", kind.resource());
                distinct++;
                continue;
            }
            String created = ConnectRequest.createdText(json);
            if (created != null && !created.equals(last) && isStamp(json)) {
                last = created;
                seenAtLast.clear();
                decidedAtLast.clear();
            }
            if (seenAtLast.add(id)) {
                fresh.put(id, json);
            }
        }
        distinct += fresh.size();
        fresh.values().removeIf(json -> {
            boolean other = isForeign(json);
            foreign += other ? 1 : 0;
            return other;
        });
        hand(fresh, askedAt, batch);
        return fresh.size();
    }

    /** A next page cannot begin at what is no stamp: the platform would refuse the question, at each poll again. */
    private boolean isStamp(Map<String, Object> json) {
        return !ConnectRequest.createdOf(kind, json).equals(Instant.EPOCH);
    }

    private void hand(Map<String, Map<String, Object>> fresh, Instant askedAt, List<Message> batch) {
        List<Sighting> sightings = fresh.entrySet().stream()
                .map(row -> sighting(row.getKey(), row.getValue()))
                .sorted(Comparator.<Sighting>comparingInt(row -> tiers.rank(fresh.get(row.id())))
                        .thenComparing(Sighting::created))
                .toList();
        if (sightings.isEmpty()) {
            return;
        }
        runtime.shadow().ifPresent(shadow -> shadow.listed(fresh));
        List<String> wanted = new ArrayList<>();
        for (Standing standing : runtime.ledger().sight(sightings, askedAt)) {
            String id = standing.id();
            unlisted.remove(id);
            // One that an operator gave up holds nothing back.
            if (standing.state() != Standing.State.DISCARDED && waits(id, fresh.get(id))) {
                held++;
                continue;
            }
            Api vendor = runtime.vendors().of(kind, fresh.get(id));
            if (standing.state() == Standing.State.READY
                    && mayHand(vendor)
                    && !unfinished.gave(id)
                    && runtime.intake().hand(id)) {
                wanted.add(id);
                handed.incrementAndGet();
                handedTo.merge(vendor, 1L, Long::sum);
            } else {
                held++;
            }
        }
        offer(wanted, fresh, askedAt, batch);
    }

    private void offer(
            List<String> wanted, Map<String, Map<String, Object>> fresh, Instant askedAt, List<Message> batch) {
        if (wanted.isEmpty()) {
            return;
        }
        runtime.handover()
                .awaitRoom(() -> ended
                        || closing
                        || runtime.intake().held()
                        || runtime.handover().away().isPresent());
        Set<String> ours = runtime.handover().offer(wanted);
        for (String id : wanted) {
            if (ours.contains(id)) {
                batch.add(message(id, fresh.get(id), askedAt));
            } else {
                handed.decrementAndGet();
                held++;
            }
        }
    }

    private boolean waits(String id, Map<String, Object> row) {
        String above = tiers.waitsFor(id, row);
        if (above != null) {
            LOG.debug("{} of tier 1 waits for {} of tier 2", id, above);
        }
        return above != null;
    }

    private boolean mayHand(Api vendor) {
        return runtime.intake().allowance(vendor, handed.get(), handedTo.getOrDefault(vendor, 0L)) > 0;
    }

    /** What the ledger takes as an id and a path as one segment; the platform's have about 22 letters, digits and hyphens. */
    private static boolean isKeepable(String id) {
        return id.length() <= 500
                && !id.equals(".")
                && !id.equals("..")
                && id.chars().noneMatch(c -> Character.isISOControl(c) || Character.isSurrogate((char) c));
    }

    private Sighting sighting(String id, Map<String, Object> json) {
        String type = json.get("type") instanceof String text && text.length() <= 32 ? text : null;
        return new Sighting(
                id,
                kind.label(),
                lane(id, json),
                ConnectRequest.createdOf(kind, json),
                ConnectRequest.productOf(kind, json),
                type,
                ConnectRequest.isRevoking(json));
    }

    private String lane(String id, Map<String, Object> json) {
        String lane = ConnectRequest.laneOf(kind, json);
        return lane == null || !isKeepable(lane) ? id : lane;
    }

    private Message message(String id, Map<String, Object> json, Instant askedAt) {
        Message message = new DefaultMessage(context);
        message.setBody(json);
        message.setHeader(ConnectHeaders.REQUEST_ID, id);
        message.setHeader(ConnectHeaders.REQUEST_KIND, kind.label());
        message.setHeader(ConnectHeaders.ASKED_AT, askedAt.toEpochMilli());
        message.setHeader(ConnectHeaders.GROUP, lane(id, json));
        if (!runtime.handover().local()) {
            message.setHeader(ConnectHeaders.SEAL, runtime.seal().of(kind.label(), askedAt.toEpochMilli(), json));
        }
        return message;
    }

    /** A row in which product or environment cannot be read is malformed, not foreign: it is worked on, and parked. */
    private boolean isForeign(Map<String, Object> json) {
        String product = ConnectRequest.productOf(kind, json);
        String where = ConnectRequest.environmentOf(kind, json);
        return product != null && !runtime.products().contains(product)
                || where != null && !runtime.environments().contains(where)
                || !runtime.types().includes(kind, ConnectRequest.typeOf(json))
                || !runtime.people().assignees().includes(kind, json)
                || json.get("status") instanceof String is && !statuses.contains(is);
    }

    /** Requests that the ledger keeps and a full pass no longer lists were decided elsewhere, or the list is stale: reading tells. */
    private void closeUnlisted() {
        int read = 0;
        // Some stay for ever, such as those that the platform does not know: they must not be the same first ones
        // each time.
        List<String> shuffled = new ArrayList<>(unlisted);
        Collections.shuffle(shuffled);
        for (String id : shuffled) {
            if (runtime.intake().held() || read == MOST_UNLISTED) {
                return;
            }
            if (runtime.intake().onItsWay(id)) {
                continue;
            }
            read++;
            try {
                Map<String, Object> found = runtime.connect().get(kind, id);
                if (runtime.shadow().isPresent()) {
                    runtime.shadow().get().found(kind, id, found);
                    continue;
                }
                if (!runtime.types().includes(kind, ConnectRequest.typeOf(found))) {
                    // From a time when the type was wanted. Should it be so again, the list brings it back.
                    runtime.ledger().close(id, "left alone: process.types leaves its type out");
                    continue;
                }
                if (!runtime.people().assignees().includes(kind, found)) {
                    runtime.ledger().close(id, "left alone: process.assignee leaves out whom it is assigned to");
                    continue;
                }
                String now = String.valueOf(found.get("status"));
                switch (now) {
                    case "approved", "failed", "revoked", "accepted", "ignored", "unsupported" ->
                        runtime.ledger().closeFound(id, now);
                    case "inquiring" -> rest(id, Standing.State.INQUIRED);
                    case "scheduled" -> rest(id, Standing.State.SCHEDULED);
                    default -> {}
                }
            } catch (FailedException unreadable) {
                LOG.warn("{} is no longer listed; {}", id, Redaction.ofText(unreadable.getMessage(), null));
                if (unreadable.failure().kind().passes()) {
                    return;
                }
            }
        }
    }

    /** Who asked the customer ended before it was written down, or somebody else asked. A parked one stays so, it is not granted. */
    private void rest(String id, Standing.State state) {
        if (runtime.ledger().claim(id, runtime.ledger().now()) instanceof Claiming.Granted granted) {
            runtime.ledger().rests(granted.claim(), state, true, Particulars.NONE);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asObject(Object row) {
        return row instanceof Map<?, ?> map ? (Map<String, Object>) map : null;
    }
}
