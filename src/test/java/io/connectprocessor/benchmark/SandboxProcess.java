package io.connectprocessor.benchmark;

import io.connectprocessor.sandbox.Books;
import io.connectprocessor.sandbox.Bystander;
import io.connectprocessor.sandbox.Fault;
import io.connectprocessor.sandbox.Sandbox;
import io.connectprocessor.sandbox.Seeding;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Sandboxes in a JVM of their own, so that their CPU and memory are not counted with those of the caller. */
final class SandboxProcess implements AutoCloseable {

    /**
     * Where a sandbox is found.
     *
     * @param since the oldest of the purchases that were planted last was created then, those planted before it earlier
     */
    record Address(String connectUrl, String apiKey, String vendorUrl, String product, String since) {

        List<String> words() {
            return List.of(connectUrl, apiKey, vendorUrl, product, since);
        }

        static Address of(List<String> words) {
            return new Address(words.get(0), words.get(1), words.get(2), words.get(3), words.get(4));
        }

        boolean isAt(Address other) {
            return connectUrl.equals(other.connectUrl);
        }
    }

    /** @param repeated requests with more than one effect at the vendor */
    record Account(long calls, long approved, int repeated) {}

    private final JavaProcess process;

    SandboxProcess() throws IOException {
        process = JavaProcess.start(JavaProcess.home(), SandboxProcess.class, List.of(), List.of());
    }

    /**
     * A new one, which ends the one that was started before and takes its address: with other settings a processor would check its routes anew.
     *
     * @param purchases so many are pending, all of one product, five to a second of {@code created}
     */
    Address start(Duration latency, int purchases) throws IOException {
        return ask("start", "", latency, purchases);
    }

    /** The one that this guest had the last time, with so many more purchases pending; a new one if it never had any, or one of another latency. */
    Address more(String guest, Duration latency, int purchases) throws IOException {
        return ask("more", guest, latency, purchases);
    }

    private Address ask(String what, String guest, Duration latency, int purchases) throws IOException {
        return Address.of(
                process.ask(what, String.valueOf(latency.toMillis()), String.valueOf(purchases), guest + "."));
    }

    /** Returns at the first approval since the start, or false when there is none for a minute. */
    boolean awaitApproval() throws IOException {
        return Boolean.parseBoolean(process.ask("await-approval").get(0));
    }

    /** Of the sandbox that was started last, or got more last, since then. */
    Account account() throws IOException {
        List<String> words = process.ask("account");
        return new Account(Long.parseLong(words.get(0)), Long.parseLong(words.get(1)), Integer.parseInt(words.get(2)));
    }

    @Override
    public void close() {
        process.close();
    }

    public static void main(String[] arguments) throws IOException {
        try (Desk desk = new Desk()) {
            JavaProcess.answer(desk::answer);
        }
        System.exit(0);
    }

    private static final class Desk implements AutoCloseable {

        private final Map<String, Place> places = new HashMap<>();
        private Place last;

        List<String> answer(List<String> words) throws InterruptedException {
            switch (words.get(0)) {
                case "await-approval":
                    return List.of(String.valueOf(last.approved.await(1, TimeUnit.MINUTES)));
                case "account":
                    return last.account();
                default:
                    return plant(
                            words.get(0).equals("start"),
                            Duration.ofMillis(Long.parseLong(words.get(1))),
                            Integer.parseInt(words.get(2)),
                            words.get(3));
            }
        }

        private List<String> plant(boolean anew, Duration latency, int purchases, String guest) {
            last = places.get(guest);
            if (last == null || anew || !last.latency.equals(latency)) {
                int port = 0;
                if (last != null) {
                    last.sandbox.close();
                    // Its ids begin anew: a processor that goes on would take them for those that it has decided.
                    port = anew ? URI.create(last.sandbox.connectUrl()).getPort() : 0;
                }
                last = new Place(latency, port);
                places.put(guest, last);
            }
            return last.plant(purchases).words();
        }

        @Override
        public void close() {
            places.values().forEach(place -> place.sandbox.close());
        }
    }

    /** One sandbox, and what stood in its books when purchases were planted last. */
    private static final class Place {

        private static final int IN_A_SECOND = 5;

        private final Duration latency;
        private final CountDownLatch approved = new CountDownLatch(1);
        private final Sandbox sandbox;
        /** Long before now, so that purchases of many rounds are in the past. */
        private Instant next = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(30, ChronoUnit.DAYS);

        private long calls;
        private long approvals;
        private int repeated;

        /** @param port 0 for any free one */
        Place(Duration latency, int port) {
            this.latency = latency;
            sandbox = Sandbox.builder()
                    .port(port)
                    .latency(latency)
                    .wholeSeconds()
                    .bystander(new Bystander() {
                        @Override
                        public boolean answers(Fault.Api api, String action) {
                            if (action.equals("approve")) {
                                approved.countDown();
                            }
                            return true;
                        }
                    })
                    .start();
        }

        Address plant(int purchases) {
            Instant since = next;
            Seeding seeding = sandbox.seed();
            for (int i = 0; i < purchases; i++) {
                seeding.purchase()
                        .created(since.plusMillis(1000L * i / IN_A_SECOND))
                        .pending();
            }
            next = since.plusSeconds(purchases / IN_A_SECOND + 1);
            Books books = sandbox.books();
            calls = calls(books);
            approvals = books.count("approved");
            repeated = books.repeatedVendorEffects().size();
            return new Address(
                    sandbox.connectUrl(),
                    sandbox.apiKey(),
                    sandbox.vendorUrl(),
                    sandbox.products().get(0),
                    since.toString());
        }

        List<String> account() {
            Books books = sandbox.books();
            return List.of(
                    String.valueOf(calls(books) - calls),
                    String.valueOf(books.count("approved") - approvals),
                    String.valueOf(books.repeatedVendorEffects().size() - repeated));
        }

        private static long calls(Books books) {
            return books.connectCallsInAll() + books.vendorCallsInAll();
        }
    }
}
