package io.connectprocessor.journey;

import io.connectprocessor.cli.CommandLineInterface;
import io.connectprocessor.cli.Surroundings;
import io.connectprocessor.ledger.Failpoints;
import io.connectprocessor.ledger.Failpoints.Moment;
import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.ledger.LedgerOptions;
import java.io.BufferedReader;
import java.io.FileWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * The real command line in a process that is there to be killed. Takes orders by lines, and runs each in a thread of its own:
 *
 * <pre>
 * in:  lane, armed write or -, moment, folder, ledger URL, arguments; separated by tabs
 * out: at, lane                           the armed write is reached, and nothing is written from now on
 *      ended, lane, code, writes          the command has ended
 * </pre>
 */
final class CrashingMain {

    private final PrintStream out;

    private CrashingMain(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] none) throws IOException {
        CrashingMain main = new CrashingMain(System.out);
        System.setOut(System.err);
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
            thrown.printStackTrace();
            java.lang.Runtime.getRuntime().halt(1);
        });
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            String[] order = line.split("\t");
            new Thread(() -> main.obey(order), "lane-" + order[0]).start();
        }
        // The test has ended, or is dead.
        java.lang.Runtime.getRuntime().halt(0);
    }

    private void obey(String[] order) {
        String lane = order[0];
        Failpoints failpoints =
                new Failpoints(order[1].equals("-") ? null : order[1], Moment.valueOf(order[2]), () -> say("at", lane));
        String[] arguments = Arrays.copyOfRange(order, 5, order.length);
        int code = arguments[0].equals("ledger")
                ? onLedger(failpoints, order[4], arguments)
                : command(failpoints, Path.of(order[3]), arguments);
        say(
                "ended",
                lane,
                String.valueOf(code),
                failpoints.hits().entrySet().stream()
                        .map(hit -> hit.getKey() + "=" + hit.getValue())
                        .collect(Collectors.joining(",", ",", "")));
    }

    private static int command(Failpoints failpoints, Path folder, String... arguments) {
        try (PrintWriter said = new PrintWriter(
                new FileWriter(folder.resolve("said.txt").toFile(), StandardCharsets.UTF_8, true), true)) {
            said.println("$ " + String.join(" ", arguments));
            return new CommandLineInterface(
                            new Surroundings(Map.of(), Map.of(), folder, said, said, false, failpoints::open))
                    .run(arguments);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What no command line does: the processor tidies up only after a minute, and a stop has its grace. */
    private static int onLedger(Failpoints failpoints, String url, String... arguments) {
        if (arguments[1].equals("recover")) {
            recover(failpoints, url, arguments[2]);
            return 0;
        }
        try (Ledger ledger = failpoints.open(LedgerOptions.of(url).withRetention(Duration.ofMillis(1)))) {
            switch (arguments[1]) {
                case "purge" -> ledger.purge();
                // Closed with a claim in hand, as by a stop whose grace is over.
                case "stop" -> claim(ledger, arguments[2]);
                default -> throw new IllegalArgumentException(arguments[1]);
            }
            return 0;
        }
    }

    /** A lease runs out while its owner lives. */
    private static void recover(Failpoints failpoints, String url, String id) {
        AtomicReference<Duration> passed = new AtomicReference<>(Duration.ZERO);
        InstantSource time = () -> Instant.now().plus(passed.get());
        try (Ledger ledger = failpoints.openUnrenewed(LedgerOptions.of(url), time.withZone(ZoneOffset.UTC))) {
            claim(ledger, id);
            passed.set(Duration.ofSeconds(61));
            ledger.interrupted();
        }
    }

    private static void claim(Ledger ledger, String id) {
        ledger.replay(List.of(id), null, "the crash suite");
        ledger.claim(id, ledger.now());
    }

    private synchronized void say(String... words) {
        out.println(String.join("\t", words));
        out.flush();
    }
}
