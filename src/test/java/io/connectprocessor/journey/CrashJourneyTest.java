package io.connectprocessor.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.connectprocessor.journey.CrashBacklog.End;
import io.connectprocessor.ledger.Failpoints.Moment;
import io.connectprocessor.ledger.Ledgers;
import io.connectprocessor.ledger.Postgres;
import io.connectprocessor.sandbox.Books;
import io.connectprocessor.sandbox.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process is killed before and after every write of the ledger and every call on both APIs. By default several processors share a process
 * that is killed when each has come to its own failpoint; with {@code -Dcrash.full=true} each failpoint has a process of its own, on PostgreSQL
 * too. {@code -Dcrash.only="after ledger Outcomes"} leaves out all others.
 */
class CrashJourneyTest {

    private static final int LANES = 24;
    private static final String LEDGER = "io.connectprocessor.ledger";

    private static final JavaClasses SHIPPED = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.connectprocessor");

    private final Set<String> opening = writesAtOpening();

    @TempDir
    Path folder;

    @Test
    void dies_before_and_after_every_write_and_call_and_does_everything_once_all_the_same() throws Exception {
        dieEverywhere(Boolean.getBoolean("crash.full") ? 1 : LANES, () -> null, writesOfTheLedger());
    }

    @Test
    @ExtendWith(Postgres.class)
    @EnabledIfSystemProperty(named = "crash.full", matches = "true")
    void dies_everywhere_on_postgresql_and_does_everything_once_all_the_same(
            Postgres.Database first, Postgres.Database second) throws Exception {
        Set<String> writes = writesOfTheLedger();
        // Only a file tells that its owner is dead; here leases run out.
        assertThat(writes.removeAll(opening)).isTrue();
        // The suite moves the embedded ledger's clock for it; the database's it cannot.
        assertThat(writes.remove("Recovery.interrupted")).isTrue();
        List<String> urls = new ArrayList<>(List.of(first.url(), second.url()));
        dieEverywhere(1, () -> urls.remove(0), writes);
    }

    private void dieEverywhere(int lanes, Supplier<String> urls, Set<String> writes) throws Exception {
        try (CrashingProcess first = process(1)) {
            dieEverywhere(first, lanes, urls, writes);
        }
    }

    private CrashingProcess process(int number) throws IOException {
        return new CrashingProcess(folder.resolve("process-" + number + ".log"));
    }

    private void dieEverywhere(CrashingProcess first, int lanes, Supplier<String> urls, Set<String> writes)
            throws Exception {
        Map<String, Integer> hits = new LinkedHashMap<>();
        Map<String, End> normal = withoutFailpoint(first, urls.get(), hits);
        hits.keySet().removeIf(place -> CrashCoverage.WRITES_OF_TURNS.contains(place.replaceFirst("ledger ", "")));
        hits.keySet()
                .removeIf(place -> CrashCoverage.WRITES_OF_WHAT_TAKES_LONG.contains(place.replaceFirst("ledger ", "")));
        assertThat(hits.keySet().stream().filter(place -> place.startsWith("ledger ")))
                .as("what a run writes, and what the classes of the ledger can write")
                .containsExactlyInAnyOrderElementsOf(
                        writes.stream().map(write -> "ledger " + write).toList());
        CrashCoverage.check(hits.keySet(), SHIPPED);
        List<Failpoint> failpoints = failpoints(writes, hits.keySet());
        String only = System.getProperty("crash.only", "");
        failpoints.removeIf(failpoint -> !failpoint.toString().contains(only));
        List<CrashLane> running = new ArrayList<>();
        Map<Failpoint, String> ends = new LinkedHashMap<>();
        try {
            for (int lane = 0; lane < lanes; lane++) {
                running.add(new CrashLane("lane-" + lane, folder.resolve("lane-" + lane), urls.get(), opening));
            }
            kill(first, running, chains(failpoints, lanes), normal, ends);
            for (CrashLane lane : running) {
                lane.checkAllEnded();
            }
            Set<String> called = new TreeSet<>();
            running.forEach(lane -> called.addAll(calls(lane.books()).keySet()));
            assertThat(hits.keySet()).as("calls without a failpoint").containsAll(called);
        } finally {
            running.forEach(CrashLane::close);
        }
        print(failpoints, hits, ends);
        assertThat(ends.keySet()).containsExactlyInAnyOrderElementsOf(failpoints);
    }

    private Map<String, End> withoutFailpoint(CrashingProcess process, String url, Map<String, Integer> hits)
            throws Exception {
        try (CrashLane lane = new CrashLane("unharmed", folder.resolve("unharmed"), url, opening)) {
            Map<String, End> ends = lane.runWithoutFailpoint(process);
            lane.writes().forEach((write, count) -> hits.put("ledger " + write, count));
            calls(lane.books()).forEach((call, count) -> hits.put(call, count.intValue()));
            return ends;
        }
    }

    private static Map<String, Long> calls(Books books) {
        Map<String, Long> calls = new LinkedHashMap<>();
        books.connectCalls().forEach((action, count) -> calls.put("connect " + action, count));
        books.vendorCalls().forEach((action, count) -> calls.put("vendor " + action, count));
        return calls;
    }

    private static List<Failpoint> failpoints(Set<String> writes, Set<String> places) {
        List<Failpoint> failpoints = new ArrayList<>();
        for (Moment moment : Moment.values()) {
            writes.forEach(write -> failpoints.add(Failpoint.write(write, moment)));
            for (Fault.Api api : Fault.Api.values()) {
                places.stream()
                        .map(place -> new Failpoint(api, place.substring(place.indexOf(' ') + 1), moment))
                        .filter(failpoint -> places.contains(failpoint.place()))
                        .forEach(failpoints::add);
            }
        }
        return failpoints;
    }

    /** What each lane dies of, one after the other. Claims are void when a process starts that follows one which held some. */
    private List<List<Failpoint>> chains(List<Failpoint> failpoints, int lanes) {
        List<List<Failpoint>> chains = new ArrayList<>();
        for (int lane = 0; lane < lanes; lane++) {
            chains.add(new ArrayList<>());
        }
        List<Failpoint> starts = new ArrayList<>(
                failpoints.stream().filter(at -> opening.contains(at.name())).toList());
        for (Failpoint failpoint : failpoints) {
            List<Failpoint> shortest =
                    chains.stream().min(Comparator.comparingInt(List::size)).orElseThrow();
            if (!opening.contains(failpoint.name())) {
                shortest.add(failpoint);
            }
            if (failpoint.name().equals("Claims.claim") && failpoint.moment() == Moment.AFTER
                    || failpoint.name().equals("Steps.begin") && failpoint.moment() == Moment.AFTER) {
                shortest.addAll(starts.isEmpty() ? List.of() : List.of(starts.remove(0)));
            }
        }
        return chains;
    }

    private void kill(
            CrashingProcess first,
            List<CrashLane> lanes,
            List<List<Failpoint>> chains,
            Map<String, End> normal,
            Map<Failpoint, String> ends)
            throws Exception {
        int longest = chains.stream().mapToInt(List::size).max().orElseThrow();
        ExecutorService threads = Executors.newFixedThreadPool(lanes.size());
        try {
            for (int link = 0; link <= longest; link++) {
                try (CrashingProcess process = link == 0 ? first : process(link + 1)) {
                    List<Future<?>> steps = new ArrayList<>();
                    for (int i = 0; i < lanes.size(); i++) {
                        CrashLane lane = lanes.get(i);
                        Failpoint next =
                                link < chains.get(i).size() ? chains.get(i).get(link) : null;
                        steps.add(threads.submit(() -> {
                            lane.step(process, next, normal);
                            return null;
                        }));
                    }
                    for (Future<?> step : steps) {
                        step.get();
                    }
                    process.kill();
                    lanes.forEach(CrashLane::released);
                    for (List<Failpoint> chain : chains) {
                        if (link < chain.size()) {
                            ends.put(chain.get(link), "process " + (link + 1) + ", exit code 137");
                        }
                    }
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void print(List<Failpoint> failpoints, Map<String, Integer> hits, Map<Failpoint, String> ends) {
        System.out.printf("%n%-36s %-7s %5s  %s%n", "failpoint", "moment", "hits", "killed in");
        for (Failpoint failpoint : failpoints) {
            System.out.printf(
                    "%-36s %-7s %5d  %s%n",
                    failpoint.place(),
                    failpoint.moment().name().toLowerCase(java.util.Locale.ROOT),
                    hits.get(failpoint.place()),
                    ends.getOrDefault(failpoint, "MISSED"));
        }
        System.out.printf("%d failpoints, %d missed%n", failpoints.size(), failpoints.size() - ends.size());
    }

    /** All methods that are there to write, by the classes themselves: a new one cannot be forgotten here. */
    private static Set<String> writesOfTheLedger() {
        Set<String> writes = named(writers());
        assertThat(writes.removeAll(CrashCoverage.WRITES_LONG_AFTER)).isTrue();
        assertThat(writes.removeAll(CrashCoverage.WRITES_OF_SEVERAL_NODES)).isTrue();
        assertThat(writes.removeAll(CrashCoverage.WRITES_OF_WHAT_TAKES_LONG)).isTrue();
        return writes;
    }

    /** Those of usage have a journey of their own. */
    private static Set<JavaCodeUnit> writers() {
        return SHIPPED.get(LEDGER + ".Transactions").getMethods().stream()
                .filter(method -> Set.of("write", "start").contains(method.getName()))
                .flatMap(CrashJourneyTest::callers)
                // What starts a write where it is not told apart from one that is awaited.
                .filter(writer -> !writer.getOwner().isInterface())
                .filter(writer ->
                        !Set.of("UsageRows", "Turns").contains(writer.getOwner().getSimpleName()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Those that are called while a ledger is opened, and not later by somebody who was told of them then. */
    private static Set<String> writesAtOpening() {
        return named(writers().stream()
                .filter(writer -> writer instanceof JavaMethod method
                        && method.getCallsOfSelf().stream()
                                .anyMatch(call -> !call.isDeclaredInLambda()
                                        && call.getOriginOwner().isEquivalentTo(Ledgers.class)
                                        && Set.of("embedded", "shared")
                                                .contains(call.getOrigin().getName())))
                .collect(Collectors.toSet()));
    }

    /** A private method writes for those that call it. */
    private static Set<String> named(Set<JavaCodeUnit> writers) {
        Set<String> names = new TreeSet<>();
        for (JavaCodeUnit writer : writers) {
            if (writer.getModifiers().contains(JavaModifier.PRIVATE)) {
                names.addAll(named(callers(writer).collect(Collectors.toSet())));
            } else {
                names.add(writer.getOwner().getSimpleName() + "." + writer.getName());
            }
        }
        return names;
    }

    private static Stream<JavaCodeUnit> callers(JavaCodeUnit method) {
        return method.getAccessesToSelf().stream().map(JavaAccess::getOrigin);
    }
}
