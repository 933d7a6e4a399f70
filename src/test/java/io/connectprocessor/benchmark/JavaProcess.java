package io.connectprocessor.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A class with a main method in a JVM of its own, which answers lines of words by lines of words. */
final class JavaProcess implements AutoCloseable {

    private static final String BETWEEN = "\t";

    /** Begins an answer: the JVM itself says this and that on the same stream. */
    private static final String ANSWER = "answer:";

    interface Desk {
        List<String> answer(List<String> words) throws Exception;
    }

    private final Process process;
    private final PrintWriter questions;
    private final BufferedReader answers;

    private JavaProcess(Process process) {
        this.process = process;
        this.questions = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** @param home of the JDK that runs it */
    static JavaProcess start(Path home, Class<?> main, List<String> options, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(java(home));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return new JavaProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    static String java(Path home) {
        return home.resolve("bin").resolve("java").toString();
    }

    /** Of the JDK that runs this. */
    static Path home() {
        return Path.of(System.getProperty("java.home"));
    }

    List<String> ask(String... words) throws IOException {
        questions.println(String.join(BETWEEN, words));
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith(ANSWER)) {
                return List.of(line.substring(ANSWER.length()).split(BETWEEN));
            }
        }
        throw new IOException("The process ended when it was asked to " + words[0] + "; it says why above.");
    }

    long pid() {
        return process.pid();
    }

    /** In the process: answers until nobody asks any more. */
    static void answer(Desk desk) throws IOException {
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = questions.readLine(); line != null; line = questions.readLine()) {
            try {
                System.out.println(ANSWER + String.join(BETWEEN, desk.answer(List.of(line.split(BETWEEN)))));
            } catch (Exception e) {
                e.printStackTrace();
                System.exit(1);
            }
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
