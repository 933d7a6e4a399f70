package io.connectprocessor.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.connect.Json;
import io.connectprocessor.journey.CrashBacklog.End;
import io.connectprocessor.journey.CrashingProcess.Said;
import io.connectprocessor.ledger.Event;
import io.connectprocessor.ledger.Failpoints.Moment;
import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.ledger.LedgerOptions;
import io.connectprocessor.ledger.Ledgers;
import io.connectprocessor.sandbox.Books;
import io.connectprocessor.sandbox.Sandbox;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A processor's folder, ledger and sandbox. It dies at one failpoint after the other, and is checked in between. */
final class CrashLane implements AutoCloseable {

    /** They follow work that is done: something is parked, or decided. */
    private static final Set<String> LATE = Set.of(
            "Interventions.close",
            "Interventions.replay",
            "Interventions.discard",
            "Housekeeping.purge",
            "Claims.handBackAll",
            "Notes.flush",
            "Recovery.interrupted");

    private static final List<String> RUN = List.of("run", "--once");

    private final String name;
    private final Path folder;
    private final String url;
    private final Set<String> opening;
    private final CallFailpoints calls = new CallFailpoints();
    private final Sandbox sandbox;
    private final List<CrashBacklog> backlogs = new ArrayList<>();
    private final Map<String, Integer> writes = new HashMap<>();
    private Map<String, End> expected = Map.of();
    private Failpoint diedAt;

    /**
     * @param url of the ledger; null: a file in the folder
     * @param opening the writes by which a process that opens the ledger takes note of the death of the one before
     */
    CrashLane(String name, Path folder, String url, Set<String> opening) throws IOException {
        this.opening = opening;
        this.name = name;
        this.folder = Files.createDirectories(folder);
        this.sandbox = Sandbox.builder().bystander(calls).start();
        Files.createDirectories(folder.resolve("events"));
        Journey journey = new Journey(folder, sandbox)
                .set("management.enabled", "false")
                .set("process.concurrency", "1")
                .set("retry.first-delay", "100ms")
                // A caller whose call is held here lives until the others of its process are held too.
                .set("http.response-timeout", "5m")
                .set("events.endpoint", "file:" + folder.resolve("events"));
        this.url = url == null ? "jdbc:h2:file:" + journey.ledger() : url;
        journey.set("ledger.url", this.url).write();
        CrashRoutes.write(journey);
    }

    Books books() {
        return sandbox.books();
    }

    /** How often each write was begun in commands that came to their end. */
    Map<String, Integer> writes() {
        return writes;
    }

    /** Works on all kinds of requests and lets an operator do all that one does; nobody dies. */
    Map<String, End> runWithoutFailpoint(CrashingProcess process) throws Exception {
        plant(true);
        run(process, RUN);
        Map<String, End> ends = ends(backlog());
        plant(true);
        run(process, RUN);
        assertThat(ends(backlog())).as(what()).isEqualTo(ends);
        run(process, List.of("dead-letters", "replay", backlog().refused()));
        run(process, RUN);
        run(process, List.of("ledger", "stop", backlog().refused()));
        run(process, RUN);
        if (url.startsWith("jdbc:h2:")) {
            run(process, List.of("ledger", "recover", backlog().refused()));
            run(process, RUN);
        }
        run(process, List.of("dead-letters", "discard", backlog().refused(), "--reason", "by phone"));
        run(process, List.of("ledger", "purge"));
        return ends;
    }

    /**
     * Comes back from the last failpoint, is checked, and goes on to the next.
     *
     * @param next null: there is none
     * @param normal how a backlog ends when nobody dies
     */
    void step(CrashingProcess process, Failpoint next, Map<String, End> normal) throws Exception {
        if (diedAt != null && (next == null || !opening.contains(next.name()))) {
            comeBack(process);
        }
        if (next == null) {
            return;
        }
        if (LATE.contains(next.name())) {
            plant(false);
            run(process, RUN);
        }
        expected = new LinkedHashMap<>(normal);
        List<String> arguments = prepare(next);
        if (!next.isWrite()) {
            calls.arm(next, () -> process.reached(name));
        }
        process.order(name, next, folder, url, arguments);
        Said said = process.next(name);
        assertThat(said.code())
                .as("the command ended, and %s was never reached; %s", next, what())
                .isNull();
        calls.freeze();
        diedAt = next;
    }

    void released() {
        calls.release();
    }

    private List<String> prepare(Failpoint next) throws Exception {
        if (opening.contains(next.name())) {
            return RUN;
        }
        if (next.isWrite()) {
            switch (next.name()) {
                case "Interventions.replay" -> {
                    return List.of("dead-letters", "replay", backlog().refused());
                }
                case "Interventions.discard" -> {
                    return List.of("dead-letters", "discard", backlog().refused(), "--reason", "by phone");
                }
                case "Housekeeping.purge" -> {
                    return List.of("ledger", "purge");
                }
                case "Claims.handBackAll", "Notes.flush" -> {
                    return List.of("ledger", "stop", backlog().refused());
                }
                case "Recovery.interrupted" -> {
                    return List.of("ledger", "recover", backlog().refused());
                }
                default -> {}
            }
        }
        // Fresh ones for each failpoint: what was in flight at three ends of the process may be parked for that.
        plant(next.name().equals("Claims.renew"));
        return RUN;
    }

    /** The world goes on: customers answer, dates are reached, colleagues decide what the processor could not read, new requests come. */
    private void plant(boolean slow) throws Exception {
        if (!backlogs.isEmpty()) {
            sandbox.customerAnswers(backlog().asked(), Map.of("company_domain", "known.example.com"));
            sandbox.dateReached(backlog().scheduled());
            failAtThePlatform(backlog().malformed());
        }
        backlogs.add(CrashBacklog.plant(sandbox, calls, slow));
    }

    private void failAtThePlatform(String id) throws Exception {
        HttpRequest fail = HttpRequest.newBuilder(URI.create(sandbox.connectUrl() + "/requests/" + id + "/fail"))
                .header("Authorization", sandbox.apiKey())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"reason\": \"by hand\"}"))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(fail, HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }

    private CrashBacklog backlog() {
        return backlogs.get(backlogs.size() - 1);
    }

    private void comeBack(CrashingProcess process) throws Exception {
        checkBeforeTheRestart();
        run(process, RUN);
        assertThat(ends(backlog())).as(what()).containsExactlyInAnyOrderEntriesOf(expected);
        checkBooks();
        diedAt = null;
    }

    /** What an operator did is done, or not begun; the work of the next run would hide it. */
    private void checkBeforeTheRestart() {
        if (!diedAt.isWrite()) {
            return;
        }
        boolean done = diedAt.moment() == Moment.AFTER;
        String refused = backlog().refused();
        switch (diedAt.name()) {
            case "Interventions.replay" -> checkState(refused, done ? "READY" : "PARKED", "replay", done);
            case "Interventions.discard" -> {
                checkState(refused, done ? "DISCARDED" : "PARKED", "discard", done);
                expected.computeIfPresent("refused", (part, end) -> done ? end.withState("DISCARDED") : end);
            }
            case "Housekeeping.purge" ->
                expected.replaceAll((part, end) -> done && end.isDecided() ? end.withState(null) : end);
            default -> {}
        }
    }

    private void checkState(String id, String state, String kind, boolean done) {
        try (Ledger ledger = open()) {
            if (state != null) {
                assertThat(ledger.find(id).orElseThrow().state()).as(what()).hasToString(state);
            }
            assertThat(ledger.timeline(id).stream().map(Event::kind).filter(kind::equals))
                    .as(what())
                    .hasSize(done ? 1 : 0);
        }
    }

    private void run(CrashingProcess process, List<String> arguments) throws Exception {
        process.order(name, null, folder, url, arguments);
        Said said = process.next(name);
        // 3: something is parked, which is as it should be
        assertThat(said.code()).as(what() + process.log()).isIn(0, 3);
        said.writes().forEach((write, count) -> writes.merge(write, count, Integer::sum));
    }

    private Map<String, End> ends(CrashBacklog backlog) {
        try (Ledger ledger = open()) {
            return backlog.ends(sandbox, ledger);
        }
    }

    private Ledger open() {
        return Ledgers.open(LedgerOptions.of(url));
    }

    private void checkBooks() throws IOException {
        checkEvents();
        Books books = sandbox.books();
        assertThat(books.repeatedVendorEffects()).as(what()).isEmpty();
        assertThat(books.orderViolations()).as(what()).isEmpty();
        assertThat(books.doubleActions()).as(what()).isEmpty();
    }

    /** Each decision that stands in the books is told to others, as one event, however often it was sent. */
    private void checkEvents() throws IOException {
        List<String> told = new ArrayList<>();
        try (var files = Files.list(folder.resolve("events"))) {
            for (Path file : files.toList()) {
                Map<String, Object> event = new Json().object(Files.readAllBytes(file));
                assertThat(file).hasFileName(event.get("ConnectEventId") + ".json");
                told.add(event.get("ConnectRequestId") + " " + event.get("ConnectOutcome"));
            }
        }
        List<String> decided = new ArrayList<>();
        List<String> parked = new ArrayList<>();
        try (Ledger ledger = open()) {
            for (CrashBacklog backlog : backlogs) {
                backlog.ends(sandbox, ledger).forEach((part, end) -> {
                    String id = backlog.ids().get(part);
                    if (end.isDecided()) {
                        decided.add(id + " " + (end.status().equals("revoked") ? "confirmed" : end.status()));
                    } else if ("PARKED".equals(end.state())) {
                        parked.add(id + " parked");
                    }
                });
            }
        }
        assertThat(told).as(what()).containsAll(decided).containsAll(parked);
        told.retainAll(decided);
        assertThat(told).as(what()).doesNotHaveDuplicates();
    }

    /** Also of what was asked, could not be read, or was left by an earlier failpoint. */
    void checkAllEnded() throws IOException {
        checkBooks();
        try (Ledger ledger = open()) {
            for (CrashBacklog earlier : backlogs.subList(0, Math.max(0, backlogs.size() - 1))) {
                assertThat(earlier.ends(sandbox, ledger).values())
                        .as(what())
                        .allMatch(end -> end.isDecided() || end.isKeptWithAReason());
            }
        }
    }

    private String what() {
        try {
            Path said = folder.resolve("said.txt");
            return "lane " + name + (diedAt == null ? "" : ", died " + diedAt) + "\n"
                    + (Files.exists(said) ? Files.readString(said) : "");
        } catch (IOException e) {
            return "lane " + name + ": " + e;
        }
    }

    @Override
    public void close() {
        calls.release();
        sandbox.close();
    }
}
