package io.connectprocessor.usage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Rows that an operator repaired, or adds by hand: kept beside the bad ones as {@code repaired-1.csv} and so on, and read with the source
 * each time the month is looked at, so that an end of the process between reading and sending loses none.
 */
record Repairs(Path folder) {

    private static final String BEGINNING = "repaired-";
    private static final String ENDING = ".csv";

    /** Takes a copy of the file. @return where it is kept */
    Path take(Path file) throws IOException {
        PrivateFiles.directories(folder);
        byte[] content = Files.readAllBytes(file);
        int number = 1;
        while (Files.exists(folder.resolve(BEGINNING + number + ENDING))) {
            number++;
        }
        Path kept = folder.resolve(BEGINNING + number + ENDING);
        Path fresh = PrivateFiles.create(folder.resolve(BEGINNING + number + ".new"));
        Files.write(fresh, content);
        return Files.move(fresh, kept);
    }

    /** The youngest first: a row repaired twice counts as it was repaired last. */
    CsvRows rows() throws IOException {
        return new CsvRows(files(), ',', StandardCharsets.UTF_8);
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(BEGINNING + "[0-9]+\\" + ENDING))
                    .sorted((a, b) -> Integer.compare(number(b), number(a)))
                    .toList();
        }
    }

    private static int number(Path file) {
        String name = file.getFileName().toString();
        return Integer.parseInt(name.substring(BEGINNING.length(), name.length() - ENDING.length()));
    }
}
