package io.connectprocessor.benchmark;

import io.connectprocessor.sandbox.Books;
import io.connectprocessor.sandbox.Bystander;
import io.connectprocessor.sandbox.Fault;
import io.connectprocessor.sandbox.Sandbox;
import io.connectprocessor.sandbox.Seeding;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A sandbox in a JVM of its own, so that its CPU and memory are not counted with those of its caller: a new one each time it is started. */
final class SandboxProcess implements AutoCloseable {

    /** Where the sandbox of now is found. */
    record Address(String connectUrl, String apiKey, String vendorUrl, String product) {}

    /** @param repeated requests with more than one effect at the vendor */
    record Account(long calls, long approved, int repeated) {}

    private final JavaProcess process;

    SandboxProcess() throws IOException {
        process = JavaProcess.start(JavaProcess.home(), SandboxProcess.class, List.of(), List.of());
    }

    /** @param purchases so many are pending, all of one product, five to a second of {@code created} */
    Address start(Duration latency, int purchases) throws IOException {
        List<String> words = process.ask("start", String.valueOf(latency.toMillis()), String.valueOf(purchases));
        return new Address(words.get(0), words.get(1), words.get(2), words.get(3));
    }

    /** Returns at the first approval since the start, or false when there is none for a minute. */
    boolean awaitApproval() throws IOException {
        return Boolean.parseBoolean(process.ask("await-approval").get(0));
    }

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

        private Sandbox sandbox;
        private CountDownLatch approved;

        List<String> answer(List<String> words) throws InterruptedException {
            switch (words.get(0)) {
                case "start":
                    close();
                    start(Duration.ofMillis(Long.parseLong(words.get(1))), Integer.parseInt(words.get(2)));
                    return List.of(
                            sandbox.connectUrl(),
                            sandbox.apiKey(),
                            sandbox.vendorUrl(),
                            sandbox.products().get(0));
                case "await-approval":
                    return List.of(String.valueOf(approved.await(1, TimeUnit.MINUTES)));
                default:
                    Books books = sandbox.books();
                    return List.of(
                            String.valueOf(books.connectCallsInAll() + books.vendorCallsInAll()),
                            String.valueOf(books.count("approved")),
                            String.valueOf(books.repeatedVendorEffects().size()));
            }
        }

        private void start(Duration latency, int purchases) {
            CountDownLatch first = new CountDownLatch(1);
            approved = first;
            sandbox = Sandbox.builder()
                    .latency(latency)
                    .wholeSeconds()
                    .bystander(new Bystander() {
                        @Override
                        public boolean answers(Fault.Api api, String action) {
                            if (action.equals("approve")) {
                                first.countDown();
                            }
                            return true;
                        }
                    })
                    .seed(seeding -> plant(seeding, purchases))
                    .start();
        }

        private static void plant(Seeding seeding, int purchases) {
            Instant oldest = Instant.now().minusMillis(200L * purchases);
            for (int i = 0; i < purchases; i++) {
                seeding.purchase().created(oldest.plusMillis(200L * i)).pending();
            }
        }

        @Override
        public void close() {
            if (sandbox != null) {
                sandbox.close();
            }
        }
    }
}
