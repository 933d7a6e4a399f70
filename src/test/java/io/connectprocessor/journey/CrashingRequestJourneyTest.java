package io.connectprocessor.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.sandbox.Books;
import io.connectprocessor.sandbox.Sandbox;
import io.connectprocessor.sandbox.Seeding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One request ends the process whenever it is worked on. */
class CrashingRequestJourneyTest {

    @TempDir
    Path folder;

    /** What a library does that takes the whole process down for one payload. */
    public static final class Crash implements Processor {
        @Override
        public void process(Exchange exchange) {
            String id = exchange.getMessage().getHeader("ConnectRequestId", String.class);
            if (System.getProperty("crash.on", "").equals(id)) {
                java.lang.Runtime.getRuntime().halt(134);
            }
        }
    }

    @Test
    @Timeout(600)
    void a_request_that_kills_the_process_is_parked_after_three_ends_alone_and_the_innocent_are_approved()
            throws Exception {
        try (Sandbox sandbox = Sandbox.builder().start()) {
            Seeding seeding = sandbox.seed();
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                ids.add(seeding.purchase().pending());
            }
            String guilty = ids.get(3);
            Journey journey = new Journey(folder, sandbox)
                    .set("management.enabled", "false")
                    .set("process.concurrency", "8");
            journey.edit(
                    "on-purchase.camel.yaml",
                    "        - to: { id: create-subscription,",
                    "        - process: { id: crash, ref: \"#class:" + Crash.class.getName() + "\" }\n"
                            + "        - to: { id: create-subscription,");
            journey.write();

            List<Integer> ends = new ArrayList<>();
            String said = "";
            while (ends.size() < 6 && !ends.contains(3)) {
                Process process = Child.startWith(
                        folder, "out-" + ends.size() + ".txt", List.of("-Dcrash.on=" + guilty), "run", "--once");
                boolean ended = process.waitFor(120, TimeUnit.SECONDS);
                process.destroyForcibly();
                said = Files.readString(folder.resolve("out-" + ends.size() + ".txt"));
                assertThat(ended).as("run %d: %s", ends.size(), said).isTrue();
                ends.add(process.exitValue());
            }

            assertThat(ends).as(said).containsExactly(134, 134, 134, 134, 3);
            Books books = sandbox.books();
            assertThat(books.decided()).hasSize(11);
            assertThat(books.repeatedVendorEffects()).isEmpty();
            Journey.Said list = journey.say("dead-letters", "list");
            assertThat(list.out()).contains(guilty).contains("3 times");
        }
    }
}
