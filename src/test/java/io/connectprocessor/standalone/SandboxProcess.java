package io.connectprocessor.standalone;

import io.connectprocessor.sandbox.Sandbox;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A sandbox in a JVM of its own, so that its CPU is not counted with the processor's: a new one, with so many purchases, for each line that it reads. */
final class SandboxProcess implements AutoCloseable {

    private static final Duration LATENCY = Duration.ofMillis(20);

    /** Where the sandbox of now is found. */
    record Address(String connectUrl, String apiKey, String vendorUrl, String product) {}

    private final Process process;
    private final PrintWriter orders;
    private final BufferedReader answers;

    SandboxProcess() throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SandboxProcess.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        orders = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    Address start(int purchases) throws IOException {
        orders.println(purchases);
        List<String> words = List.of(answers.readLine().split("\t"));
        return new Address(words.get(0), words.get(1), words.get(2), words.get(3));
    }

    @Override
    public void close() {
        process.destroy();
    }

    public static void main(String[] arguments) throws IOException {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Sandbox sandbox = null;
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            if (sandbox != null) {
                sandbox.close();
            }
            int purchases = Integer.parseInt(order);
            sandbox = Sandbox.builder()
                    .latency(LATENCY)
                    .seed(seeding -> {
                        for (int i = 0; i < purchases; i++) {
                            seeding.purchase().pending();
                        }
                    })
                    .start();
            System.out.println(String.join(
                    "\t",
                    sandbox.connectUrl(),
                    sandbox.apiKey(),
                    sandbox.vendorUrl(),
                    sandbox.products().get(0)));
        }
        System.exit(0);
    }
}
