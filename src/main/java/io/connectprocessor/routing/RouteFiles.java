package io.connectprocessor.routing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;

/** Route files by their names, as they were when they were read. Immutable. */
public final class RouteFiles {

    private static final String PACKED = "io/connectprocessor/routes";

    /** A class path cannot be listed everywhere, so the names stand here; a test compares them with the folder. */
    private static final List<String> PRODUCT = List.of(
            "dead-letter",
            "on-adjustment",
            "on-cancel",
            "on-change",
            "on-purchase",
            "on-renew",
            "on-resume",
            "on-revoke",
            "on-suspend",
            "on-tier-account-request",
            "on-tier-config-request",
            "on-transfer",
            "on-usage",
            "poll",
            "poll-trigger",
            "process-request",
            "report-usage",
            "report-usage-trigger",
            "take-request");

    private final Path place;
    private final Map<String, RouteText> byStem;

    private RouteFiles(Path place, Map<String, RouteText> byStem) {
        this.place = place;
        this.byStem = byStem;
    }

    /** The product's own routes, out of the jar. */
    public static RouteFiles packed() {
        Map<String, RouteText> files = new TreeMap<>();
        for (String stem : PRODUCT) {
            String name = PACKED + "/" + stem + RouteText.SUFFIX;
            try (InputStream in = RouteFiles.class.getClassLoader().getResourceAsStream(name)) {
                if (in == null) {
                    throw new IllegalStateException(
                            name + " is not on the class path. Use the jar connect-processor as it was built.");
                }
                files.put(stem, new RouteText(Path.of(name), utf8(in), null));
            } catch (IOException e) {
                throw new UncheckedIOException(name + " cannot be read from the class path", e);
            }
        }
        return new RouteFiles(Path.of(PACKED), files);
    }

    /**
     * The {@code *.camel.yaml} files of a directory.
     *
     * @throws IllegalArgumentException when the directory cannot be read
     */
    public static RouteFiles in(Path directory) {
        RouteFolder folder = RouteFolder.read(directory);
        if (folder.failure() != null) {
            throw new IllegalArgumentException("The folder of routes " + directory + " cannot be read ("
                    + folder.failure() + "). Name the folder that holds your *" + RouteText.SUFFIX + " files.");
        }
        Map<String, RouteText> files = new TreeMap<>();
        folder.files().forEach(file -> files.put(file.stem(), file));
        return new RouteFiles(directory, files);
    }

    /**
     * The {@code *.camel.yaml} files of a folder of the class path, as the context finds its resources.
     *
     * @param folder such as {@code connect-routes}; with or without {@code classpath:}
     * @throws IllegalArgumentException when it holds none
     */
    public static RouteFiles in(CamelContext context, String folder) {
        String bare = folder.replaceFirst("^classpath:/*", "").replaceFirst("/+$", "");
        Map<String, RouteText> files = new TreeMap<>();
        try {
            for (Resource resource : PluginHelper.getPackageScanResourceResolver(context)
                    .findResources("classpath:" + bare + "/*" + RouteText.SUFFIX)) {
                String location = resource.getLocation();
                Path file = Path.of(bare, location.substring(location.lastIndexOf('/') + 1));
                try (InputStream in = resource.getInputStream()) {
                    RouteText text = new RouteText(file, utf8(in), null);
                    files.put(text.stem(), text);
                }
            }
        } catch (Exception e) {
            throw new IllegalArgumentException("The routes in classpath:" + bare + " cannot be read: " + e, e);
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException("There is no *" + RouteText.SUFFIX + " in classpath:" + bare
                    + ". Name the folder that holds your routes.");
        }
        return new RouteFiles(Path.of(bare), files);
    }

    private static String utf8(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Whether the product has a file of this name, without {@code .camel.yaml}. */
    static boolean isOfTheProduct(String stem) {
        return PRODUCT.contains(stem);
    }

    /** These, with those of the others in the place of files of the same name, and beside them. */
    public RouteFiles with(RouteFiles others) {
        Map<String, RouteText> all = new TreeMap<>(byStem);
        all.putAll(others.byStem);
        return new RouteFiles(others.place, all);
    }

    /** Whether there is a file of this name, without {@code .camel.yaml}. */
    public boolean contains(String stem) {
        return byStem.containsKey(stem);
    }

    /** Those whose name, without {@code .camel.yaml}, is not meant. */
    public RouteFiles without(Predicate<String> stem) {
        Map<String, RouteText> rest = new TreeMap<>(byStem);
        rest.keySet().removeIf(stem);
        return new RouteFiles(place, rest);
    }

    /** The names of the files without {@code .camel.yaml}, which are those of their routes. */
    public Set<String> names() {
        return new TreeSet<>(byStem.keySet());
    }

    /** The keys in {@code {{…}}}, without defaults and functions. */
    public Set<String> keys() {
        Set<String> keys = new TreeSet<>();
        byStem.values().forEach(file -> keys.addAll(Placeholders.namesIn(file.text())));
        return keys;
    }

    List<RouteText> texts() {
        return new ArrayList<>(byStem.values());
    }

    RouteFolder folder() {
        return new RouteFolder(place, texts(), null);
    }
}
