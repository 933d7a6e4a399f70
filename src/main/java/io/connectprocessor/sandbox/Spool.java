package io.connectprocessor.sandbox;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

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
        File[] left = folder == null ? null : folder.toFile().listFiles();
        if (left == null) {
            return;
        }
        // A call that is still being answered may drop its own file meanwhile.
        for (File file : left) {
            file.delete();
        }
        folder.toFile().delete();
    }
}
