package io.connectprocessor.benchmark;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A contender in a JVM of its own, which lives through all rounds, so that its compiler has been through before they count. */
final class ContenderProcess implements AutoCloseable {

    /**
     * @param callsPerRequest to both APIs, by the sandbox's own books
     * @param connections that were opened in all
     * @param peakMegabytes most memory that the process has had from the operating system so far
     */
    record Measurement(
            Contender.Result result, double callsPerRequest, int connections, double peakMegabytes, int repeated) {}

    static final Path SAMPLES = Path.of("target", "benchmark", "samples.csv");

    private final String name;
    private final JavaProcess process;

    /**
     * @param java home of the JDK that runs it
     * @param options of the JVM beside {@code -Xmx}
     */
    ContenderProcess(
            Path java, String name, Class<? extends Contender> contender, int heapMegabytes, List<String> options)
            throws IOException {
        this.name = name;
        List<String> all = new ArrayList<>(options);
        all.add("-Xmx" + heapMegabytes + "m");
        // The log of the jar, not the quiet one of the tests.
        all.add("-Dlogback.configurationFile=logback-program.xml");
        Path log = Path.of("target", "benchmark", name.replace(' ', '-') + ".log");
        Files.createDirectories(log.getParent());
        process = JavaProcess.start(
                java, ContenderProcess.class, all, List.of(contender.getSimpleName(), log.toString()));
    }

    String name() {
        return name;
    }

    /** Of the JDK that runs it, 17 or 25. */
    String jdk() throws IOException {
        return process.ask("version").get(0);
    }

    Measurement drain(SandboxProcess sandbox, SandboxProcess.Address address, int requests, int connections)
            throws IOException {
        return drain("drain", sandbox, address, requests, connections);
    }

    /** And leaves what memory it took meanwhile in {@code target/benchmark/samples.csv}, for which it pauses now and then. */
    Measurement drainSampled(SandboxProcess sandbox, SandboxProcess.Address address, int requests, int connections)
            throws IOException {
        return drain("drain-sampled", sandbox, address, requests, connections);
    }

    private Measurement drain(
            String how, SandboxProcess sandbox, SandboxProcess.Address address, int requests, int connections)
            throws IOException {
        List<String> words = ask(how, address, requests, connections);
        SandboxProcess.Account account = sandbox.account();
        if (account.approved() != requests) {
            throw new IOException(name + " approved " + account.approved() + " of " + requests);
        }
        return new Measurement(
                new Contender.Result(
                        Double.parseDouble(words.get(0)),
                        Double.parseDouble(words.get(1)),
                        Double.parseDouble(words.get(2)),
                        Threads.parse(words.get(4))),
                (double) account.calls() / requests,
                Integer.parseInt(words.get(3)),
                Consumption.megabytes(process.pid(), "VmHWM"),
                account.repeated());
    }

    /** Milliseconds of CPU of asking once in vain. */
    double idle(SandboxProcess.Address address, int times) throws IOException {
        return Double.parseDouble(ask("idle", address, times, 1).get(0));
    }

    private List<String> ask(String what, SandboxProcess.Address address, int count, int connections)
            throws IOException {
        List<String> words = new ArrayList<>(List.of(what, String.valueOf(count), String.valueOf(connections)));
        words.addAll(address.words());
        return process.ask(words.toArray(String[]::new));
    }

    @Override
    public void close() {
        process.close();
    }

    public static void main(String[] arguments) throws IOException {
        // Somebody reads the log in earnest too: to a file, as it is written.
        System.setErr(new java.io.PrintStream(
                Files.newOutputStream(Path.of(arguments[1]), StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                true));
        Contender contender = arguments[0].equals(RawClient.class.getSimpleName())
                ? new RawClient()
                : new WholeProcessor(Files.createTempDirectory(Path.of("target", "benchmark"), "ledgers"));
        JavaProcess.answer(words -> answer(contender, words, SAMPLES));
        System.exit(0);
    }

    private static List<String> answer(Contender contender, List<String> words, Path samples) throws Exception {
        if (words.get(0).equals("version")) {
            return List.of(String.valueOf(Runtime.version().feature()));
        }
        SandboxProcess.Address address = SandboxProcess.Address.of(words.subList(3, words.size()));
        int count = Integer.parseInt(words.get(1));
        if (words.get(0).equals("idle")) {
            return List.of(String.valueOf(contender.idle(address, count)));
        }
        boolean sampled = words.get(0).equals("drain-sampled");
        MemorySamples memory = new MemorySamples();
        Contender.Result result =
                contender.drain(address, count, Integer.parseInt(words.get(2)), sampled ? memory : left -> {});
        if (sampled) {
            memory.table().write(samples);
        }
        return List.of(
                String.valueOf(result.perSecond()),
                String.valueOf(result.cpuMillis()),
                String.valueOf(result.allocatedKilobytes()),
                String.valueOf(Sockets.to(URI.create(address.connectUrl()).getPort())),
                Threads.text(result.threads()));
    }
}
