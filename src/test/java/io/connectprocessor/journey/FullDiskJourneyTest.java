package io.connectprocessor.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.connectprocessor.sandbox.Books;
import io.connectprocessor.sandbox.Sandbox;
import io.connectprocessor.sandbox.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk of the embedded ledger fills up in the middle of the work. The disk is a tmpfs that only the child processes see. */
class FullDiskJourneyTest {

    private static final List<List<String>> OWN_MOUNTS =
            List.of(List.of("unshare", "-rm", "sh", "-c"), List.of("unshare", "-m", "sh", "-c"));

    @TempDir
    Path folder;

    @Test
    void a_full_disk_stops_the_work_and_with_room_again_a_new_process_ends_it() throws Exception {
        Path disk = Files.createDirectories(folder.resolve("processor/data"));
        List<String> ownMounts = ownMounts(disk);
        try (Sandbox sandbox = Sandbox.builder()
                .seed(Seed.scale(600, 5, 23))
                .latency(Duration.ofMillis(10))
                .start()) {
            Path home = folder.resolve("processor");
            new Journey(home, sandbox).set("management.enabled", "false").write();
            String script = "mount -t tmpfs -o size=4m tmpfs data"
                    + " && { " + run("full.txt") + "; echo $? > full.code; }"
                    + " && mount -o remount,size=64m data"
                    + " && { " + run("room.txt") + "; echo $? > room.code; }";
            List<String> command = new ArrayList<>(ownMounts);
            command.add(script);
            Process process = new ProcessBuilder(command)
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(home.resolve("script.txt").toFile())
                    .start();
            try {
                assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }

            assertThat(home.resolve("full.txt"))
                    .as(Files.readString(home.resolve("script.txt")))
                    .exists();
            String full = Files.readString(home.resolve("full.txt"));
            assertThat(home.resolve("full.code")).as(full).hasContent("4");
            assertThat(full)
                    .contains("The embedded ledger (ledger.url) closed itself: ")
                    .contains("No space left on device")
                    .as("some were done by the first")
                    .contains(" approved in ")
                    .as("what to do")
                    .contains("Look after its disk, then restart this process");
            String room = Files.readString(home.resolve("room.txt"));
            assertThat(home.resolve("room.code")).as(room).hasContent("0");
            assertThat(room).as("some were left by the first").containsPattern("all +[1-9]");
            Books books = sandbox.books();
            assertThat(books.decided()).as(room).hasSize(610);
            assertThat(books.repeatedVendorEffects()).isEmpty();
            assertThat(books.orderViolations()).isEmpty();
            assertThat(books.doubleActions()).isEmpty();
        }
    }

    private static String run(String output) {
        return "'" + String.join("' '", Child.command("run", "--once")) + "' > " + output + " 2>&1";
    }

    /** The first command in which a user without rights, or root, may mount. */
    private static List<String> ownMounts(Path disk) throws Exception {
        for (List<String> command : OWN_MOUNTS) {
            if (works(command, "mount -t tmpfs tmpfs '" + disk + "'")) {
                return command;
            }
        }
        assumeTrue(false, "neither 'unshare -rm' nor 'unshare -m' may mount a tmpfs here");
        return List.of();
    }

    private static boolean works(List<String> command, String script) throws InterruptedException {
        List<String> whole = new ArrayList<>(command);
        whole.add(script);
        try {
            return new ProcessBuilder(whole)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchCommand) {
            return false;
        }
    }
}
