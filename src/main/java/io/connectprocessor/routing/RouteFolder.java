package io.connectprocessor.routing;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The route files of a directory as they were at one moment, so that what was checked is what is run.
 *
 * @param directory as it was given
 * @param files in the order of their names
 * @param failure why the directory could not be read; null when it could
 */
record RouteFolder(Path directory, List<RouteText> files, String failure) {

    static RouteFolder read(Path directory) {
        List<RouteText> files = new ArrayList<>();
        try (Stream<Path> list = Files.list(directory)) {
            for (Path file : list.sorted().toList()) {
                if (isRouteFile(file)) {
                    text(file).ifPresent(files::add);
                }
            }
        } catch (IOException e) {
            return new RouteFolder(directory, List.of(), e.toString());
        }
        return new RouteFolder(directory, List.copyOf(files), null);
    }

    /** Hidden files are what editors leave beside the one they are writing. */
    static boolean isRouteFile(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(RouteText.SUFFIX) && !name.startsWith(".") && !Files.isDirectory(file);
    }

    private static Optional<RouteText> text(Path file) {
        try {
            return Optional.of(new RouteText(file, Files.readString(file), null));
        } catch (NoSuchFileException deletedMeanwhile) {
            return Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.of(new RouteText(file, null, "the file is not UTF-8"));
        } catch (IOException e) {
            return Optional.of(new RouteText(file, null, "the file cannot be read: " + e));
        }
    }

    Optional<RouteText> file(Path file) {
        return files.stream().filter(text -> text.file().equals(file)).findFirst();
    }
}
