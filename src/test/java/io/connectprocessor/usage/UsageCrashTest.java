package io.connectprocessor.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.ledger.UsageLedger;
import io.connectprocessor.sandbox.Bystander;
import io.connectprocessor.sandbox.Fault;
import io.connectprocessor.sandbox.Sandbox;
import io.connectprocessor.sandbox.SandboxUsageFile;
import io.connectprocessor.sandbox.UsageBooks;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three months of two products under four contracts in two currencies, and an end of the work before and after each kind of write of the
 * ledger and each kind of call on the platform: nothing of what was running goes on, and a new process begins on the same ledger.
 */
class UsageCrashTest {

    @TempDir
    Path folder;

    private static final class Killed extends Error {
        Killed() {
            super("the process ends here", null, false, false);
        }
    }

    /** Ends the process at one place; everything that it tries afterwards fails. */
    private static final class Reaper implements Bystander {

        private final Set<String> seen = new TreeSet<>();
        private String armed;
        private boolean dead;

        private synchronized boolean alive(String place) {
            seen.add(place);
            if (place.equals(armed)) {
                dead = true;
                armed = null;
            }
            return !dead;
        }

        private void pass(String place) {
            if (!alive(place)) {
                throw new Killed();
            }
        }

        @Override
        public boolean arrives(Fault.Api api, String action) {
            return alive("before " + action);
        }

        @Override
        public boolean answers(Fault.Api api, String action) {
            return alive("after " + action);
        }

        synchronized void arm(String place) {
            armed = place;
            dead = false;
        }

        UsageLedger around(UsageLedger inner) {
            return (UsageLedger) Proxy.newProxyInstance(
                    Reaper.class.getClassLoader(), new Class<?>[] {UsageLedger.class}, (proxy, method, arguments) -> {
                        String name = name(method, arguments);
                        boolean writes =
                                Set.of("take", "giveBack", "save", "fill").contains(method.getName());
                        if (!writes) {
                            if (dead) {
                                throw new Killed();
                            }
                            return call(inner, method, arguments);
                        }
                        pass("before " + name);
                        if (method.getName().equals("fill")) {
                            arguments[2] = parts((Consumer<Consumer<byte[]>>) cast(arguments[2]));
                        }
                        Object result = call(inner, method, arguments);
                        pass("after " + name);
                        return result;
                    });
        }

        private Consumer<Consumer<byte[]>> parts(Consumer<Consumer<byte[]>> given) {
            return to -> given.accept(part -> {
                pass("before fill a part");
                to.accept(part);
                pass("after fill a part");
            });
        }

        @SuppressWarnings("unchecked")
        private static <T> T cast(Object object) {
            return (T) object;
        }

        private static String name(Method method, Object[] arguments) {
            if (!method.getName().equals("save")) {
                return method.getName();
            }
            return "save " + arguments[1].getClass().getSimpleName() + " "
                    + (arguments[1] instanceof io.connectprocessor.ledger.UsageFile file
                            ? file.state()
                            : ((io.connectprocessor.ledger.UsagePeriod) arguments[1]).state());
        }

        private static Object call(UsageLedger inner, Method method, Object[] arguments) throws Throwable {
            try {
                return method.invoke(inner, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    private static final List<YearMonth> MONTHS =
            List.of(YearMonth.of(2025, 12), YearMonth.of(2026, 1), YearMonth.of(2026, 2));

    /** Two products under four contracts: by these, EUR for the first and third, USD for the others. */
    private UsageTrial world(Path where, Reaper reaper) {
        UsageTrial trial = new UsageTrial(
                where,
                Sandbox.builder().bystander(reaper),
                options -> new UsageOptions(
                        options.products(),
                        List.of(),
                        options.environments(),
                        Period.parse("2025-12"),
                        options.closedFor(),
                        options.columns(),
                        null,
                        Map.of(),
                        false,
                        false,
                        options.directory(),
                        options.patience(),
                        options.rowsPerFile(),
                        options.pageSize()));
        trial.around(reaper::around);
        trial.restart();
        for (int product = 0; product < 2; product++) {
            for (int contract = 0; contract < 4; contract++) {
                String asset = trial.sandbox
                        .asset()
                        .product(trial.sandbox.products().get(product))
                        .contract("CRD-1000" + contract + "-20000-30000")
                        .create();
                for (YearMonth month : MONTHS) {
                    Map<String, Object> record = trial.record("r-" + product + "-" + contract + "-" + month, asset);
                    record.put("start_time_utc", month.atDay(1) + " 00:00:00");
                    record.put("end_time_utc", month.atEndOfMonth() + " 23:59:59");
                }
            }
        }
        return trial;
    }

    private static void run(UsageTrial trial) {
        for (Period period : trial.reporter.due()) {
            List<Map<String, Object>> records = trial.records.stream()
                    .filter(record ->
                            String.valueOf(record.get("start_time_utc")).startsWith(period.label()))
                    .toList();
            trial.reporter.report(UsageOrder.due(period), p -> records.iterator());
        }
        trial.reporter.follow();
    }

    @Test
    void each_record_is_in_one_accepted_file_wherever_the_process_ends() throws Exception {
        Reaper watcher = new Reaper();
        try (UsageTrial clean = world(Files.createDirectory(folder.resolve("clean")), watcher)) {
            run(clean);
            check(clean);
        }
        Deque<String> left = new ArrayDeque<>(watcher.seen.stream()
                .filter(place -> !place.endsWith("accept-usage-file"))
                .toList());
        assertThat(left).hasSizeGreaterThan(30);
        List<String> hit = new ArrayList<>();
        for (int world = 0; !left.isEmpty() && world < 10; world++) {
            Reaper reaper = new Reaper();
            Path where = Files.createDirectory(folder.resolve("world-" + world));
            try (UsageTrial trial = world(where, reaper)) {
                dieOneByOne(trial, reaper, left, hit);
                check(trial);
            }
        }
        assertThat(left).as("places where nobody died").isEmpty();
        assertThat(hit).hasSizeGreaterThan(30);
    }

    private static void dieOneByOne(UsageTrial trial, Reaper reaper, Deque<String> left, List<String> hit) {
        int vain = 0;
        while (!left.isEmpty() && vain < left.size() && !trial.reporter.due().isEmpty()) {
            String place = left.poll();
            reaper.arm(place);
            boolean died = false;
            try {
                run(trial);
            } catch (Killed killed) {
                died = true;
            } catch (RuntimeException closing) {
                died = reaper.dead;
            }
            died |= reaper.dead;
            if (died) {
                hit.add(place);
                vain = 0;
            } else {
                left.add(place);
                vain++;
            }
            reaper.arm(null);
            trial.restart();
        }
        run(trial);
    }

    private static void check(UsageTrial trial) {
        assertThat(trial.reporter.due()).isEmpty();
        trial.sandbox.usageFiles().stream()
                .filter(file -> file.json().path("status").asText().equals("pending"))
                .map(SandboxUsageFile::id)
                .forEach(id -> trial.sandbox.usageFile(id).distributorAccepts());
        UsageBooks books = trial.sandbox.usageBooks();
        Set<String> wanted = trial.records.stream()
                .map(record -> String.valueOf(record.get("record_id")))
                .collect(Collectors.toSet());
        assertThat(books.accepted()).isEqualTo(wanted);
        assertThat(books.acceptedRepeatedly()).isEmpty();
        assertThat(books.places().values())
                .allSatisfy(places -> assertThat(places).allSatisfy(place -> {
                    int contract = place.contractId().charAt("CRD-1000".length()) - '0';
                    assertThat(place.currency()).isEqualTo(contract % 2 == 0 ? "EUR" : "USD");
                }));
    }
}
