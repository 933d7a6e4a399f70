package io.connectprocessor.routing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spares the check of a folder of routes that has passed it before: a file holds the SHA-256 of all that the check depends on. The file is only
 * ever a reason to check: whatever it holds that is not this hash, a hash of other routes included, is as if it were not there. Camel loads the
 * routes afterwards in any case. For one thread.
 */
public final class CheckedRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(CheckedRoutes.class);
    /** {@code {{env:X}}} and the like: what these stand for is not in the properties. */
    private static final Pattern FROM_ELSEWHERE = Pattern.compile("\\{\\{[^}]*:");

    private static final long LONGEST = 1000;

    private final Path file;
    private final Map<String, String> properties;
    private final List<Path> program;

    /**
     * @param file where the hash is kept
     * @param properties every key that routes may name; secrets are no part of the hash
     * @param program the jars that check and run; known by name, size and time. With none, or a folder among them, each start checks
     */
    CheckedRoutes(Path file, Map<String, String> properties, List<Path> program) {
        this.file = file;
        this.properties = new TreeMap<>(properties);
        this.program = program;
    }

    /** For the jars of this process. */
    public static CheckedRoutes of(Path file, Map<String, String> properties) {
        List<Path> program = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(System.getProperty("path.separator"))) {
            Path jar = Path.of(entry).toAbsolutePath();
            program.add(jar);
            // Where the manifest of the jar looks for the others.
            try (Stream<Path> lib = Files.list(jar.resolveSibling("lib"))) {
                lib.sorted().forEach(program::add);
            } catch (IOException none) {
                LOG.trace("No lib beside {}", jar);
            }
        }
        return new CheckedRoutes(file, properties, program);
    }

    /**
     * @param check finds what is wrong with a folder
     * @return what it found; nothing, without asking it, when the folder and all else is as it was when it last found nothing
     */
    public List<RouteFinding> validate(Path routes, Function<Path, List<RouteFinding>> check) {
        Optional<String> before = hash(routes);
        if (before.isPresent() && before.equals(kept())) {
            LOG.debug("The routes are as they were when they were checked");
            return List.of();
        }
        List<RouteFinding> findings = check.apply(routes);
        // An edit meanwhile: nobody knows which of the two was checked.
        if (findings.isEmpty() && before.isPresent() && before.equals(hash(routes))) {
            keep(before.get());
        }
        return findings;
    }

    private Optional<String> kept() {
        try {
            return Files.size(file) > LONGEST
                    ? Optional.empty()
                    : Optional.of(Files.readString(file).strip());
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private void keep(String hash) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            // Cut short by a crash it is no hash, and the next start checks.
            Files.writeString(file, hash + System.lineSeparator());
        } catch (IOException e) {
            LOG.debug("The next start checks the routes again, {} cannot be written: {}", file, e.toString());
        }
    }

    /** Empty when something that the check depends on cannot be known. */
    private Optional<String> hash(Path routes) {
        RouteFolder folder = RouteFolder.read(routes);
        List<String> parts = new ArrayList<>(List.of(System.getProperty("java.vm.version")));
        if (folder.failure() != null || !addProgram(parts)) {
            return Optional.empty();
        }
        properties.forEach((key, value) -> {
            if (!CamelMessage.isSecret(key)) {
                parts.add(key);
                parts.add(value);
            }
        });
        parts.add(folder.directory().toString());
        for (RouteText route : folder.files()) {
            if (route.text() == null || FROM_ELSEWHERE.matcher(route.text()).find()) {
                return Optional.empty();
            }
            parts.add(route.file().getFileName().toString());
            parts.add(route.text());
        }
        return Optional.of(sha256(parts));
    }

    private boolean addProgram(List<String> parts) {
        try {
            for (Path jar : program) {
                if (!Files.isRegularFile(jar)) {
                    return false;
                }
                parts.add(jar.toString());
                parts.add(Files.size(jar) + " " + Files.getLastModifiedTime(jar).toMillis());
            }
            return !program.isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    /** Each part with its length, so that no two lists of parts read the same. */
    private static String sha256(List<String> parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
