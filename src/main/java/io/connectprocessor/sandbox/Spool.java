package io.connectprocessor.sandbox;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder for what is too large to hold: made when it is first needed, gone when the sandbox stops. Thread-safe. */
final class Spool implements AutoCloseable {

    private Path folder;

    Path keep(InputStream in) throws IOException {
        Path file = newFile();
        Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        return file;
    }

    synchronized Path newFile() throws IOException {
        if (folder == null) {
            folder = Files.createTempDirectory("sandbox");
        }
        return Files.createTempFile(folder, "", ".spool");
    }

    void drop(Path file) throws IOException {
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public synchronized void close() {
        if (folder == null) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
