package io.connectprocessor.journey;

import io.connectprocessor.Main;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The real Main in a process of its own. */
final class Child {

    private Child() {}

    /** @param output file in the folder that gets both streams */
    static Process start(Path folder, String output, String... arguments) throws IOException {
        return startWith(folder, output, List.of(), arguments);
    }

    /** @param options of the JVM */
    static Process startWith(Path folder, String output, List<String> options, String... arguments) throws IOException {
        return new ProcessBuilder(command(options, arguments))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(output).toFile())
                .start();
    }

    static List<String> command(String... arguments) {
        return command(List.of(), arguments);
    }

    private static List<String> command(List<String> options, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                // The log of the jar, not the quiet one of the tests.
                "-Dlogback.configurationFile=logback-program.xml"));
        command.addAll(options);
        command.addAll(List.of(
                "-cp",
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(entry -> Path.of(entry).toAbsolutePath().toString())
                        .collect(Collectors.joining(File.pathSeparator)),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
