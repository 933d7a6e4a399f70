package io.connectprocessor.routing;

import java.lang.ref.SoftReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;

/**
 * Checks a folder of route files, all at once, before Camel runs them. What the files hold never makes it throw: it becomes a finding. An
 * instance keeps Camel's schema, which costs most of the first check's time, while there is memory for it; use one for many checks. Thread-safe: checks run one after the
 * other.
 */
public final class RouteValidator {

    /** What Camel says of itself: 20 MB and more, which a processor that runs for weeks between two edits must not hold. */
    private record Lore(SchemaCheck schema, Catalog catalog) {}

    private final Placeholders keys;
    private final boolean guest;
    private SoftReference<Lore> lore = new SoftReference<>(null);
    private final CamelMessage message;
    private final TrialLoad trial;

    /**
     * @param properties every key that routes may name in {@code {{…}}}, with its value; environment variables and system properties count
     *     beside them, as in Camel
     * @param prepare binds into a scratch context what the routes need there, above all a component {@code connect}; the context builds the
     *     routes but starts none, so the component calls nobody. Runs once per check
     */
    public RouteValidator(Map<String, String> properties, Consumer<CamelContext> prepare) {
        this(properties, prepare, false);
    }

    /** @param guest whether the files are to run in a context of somebody else's, which may have routes, components and beans that are not seen here */
    private RouteValidator(Map<String, String> properties, Consumer<CamelContext> prepare, boolean guest) {
        this.guest = guest;
        this.keys = new Placeholders(Map.copyOf(properties), System::getenv);
        this.message = new CamelMessage(Map.copyOf(properties));
        this.trial = new TrialLoad(Map.copyOf(properties), keys, prepare, message);
    }

    /** As the constructor, for files that are to run in a context that has routes, components and beans of its own: what may be one of these is no finding. */
    public static RouteValidator ofGuest(Map<String, String> properties, Consumer<CamelContext> prepare) {
        return new RouteValidator(properties, prepare, true);
    }

    /**
     * Everything that is wrong with the {@code *.camel.yaml} files of a directory.
     *
     * @return in the order of files and lines; empty if the folder may run
     */
    public List<RouteFinding> validate(Path routesDirectory) {
        return validate(RouteFolder.read(routesDirectory));
    }

    /** As {@link #validate(Path)}, of files from anywhere. */
    public List<RouteFinding> validate(RouteFiles files) {
        return validate(files.folder());
    }

    CamelMessage message() {
        return message;
    }

    synchronized List<RouteFinding> validate(RouteFolder folder) {
        if (folder.failure() != null) {
            return List.of(new RouteFinding(
                    folder.directory(),
                    1,
                    "the directory cannot be read: " + folder.failure(),
                    "set routes.directory to the one that holds the routes"));
        }
        if (folder.files().isEmpty()) {
            return List.of(new RouteFinding(
                    folder.directory(),
                    1,
                    "the directory holds no *" + RouteText.SUFFIX,
                    "set routes.directory to the one that holds the routes"));
        }
        Lore known = lore();
        Set<RouteFinding> findings = new LinkedHashSet<>();
        RouteSet set = read(folder, findings::add);
        set.documents().forEach(document -> findings.addAll(known.schema().check(document)));
        new NamingCheck(keys, findings::add).check(set);
        if (!guest) {
            new DirectCheck(keys, findings::add).check(set);
        }
        new KeyCheck(keys, findings::add).check(set);
        new PolicyCheck(findings::add).check(set);
        new StepCheck(keys, findings::add).check(set);
        new EndpointCheck(known.catalog(), keys, guest, findings::add).check(set);
        trial(set, findings);
        return findings.stream()
                .map(finding -> new RouteFinding(
                        finding.file(), finding.line(), message.hide(finding.what()), message.hide(finding.advice())))
                .sorted(Comparator.comparing(
                                (RouteFinding finding) -> finding.file().toString())
                        .thenComparingInt(RouteFinding::line))
                .toList();
    }

    /** Not before the first check: a folder that was checked at an earlier start needs none. */
    private Lore lore() {
        Lore known = lore.get();
        if (known == null) {
            known = new Lore(new SchemaCheck(), new Catalog());
            lore = new SoftReference<>(known);
        }
        return known;
    }

    private static RouteSet read(RouteFolder folder, Consumer<RouteFinding> findings) {
        List<RouteDocument> documents = new ArrayList<>();
        Set<String> unread = new HashSet<>();
        DocumentReader reader = new DocumentReader(findings);
        for (RouteText file : folder.files()) {
            Optional<RouteDocument> document = reader.read(file);
            document.ifPresentOrElse(documents::add, () -> unread.add(file.stem()));
        }
        return new RouteSet(documents, unread);
    }

    /** A trial of a file that is known to be wrong would only say the same in Camel's words. */
    private void trial(RouteSet set, Set<RouteFinding> findings) {
        Set<Path> wrong = new HashSet<>();
        findings.forEach(finding -> wrong.add(finding.file()));
        List<RouteDocument> good = set.documents().stream()
                .filter(document -> !wrong.contains(document.file().file()))
                .toList();
        findings.addAll(guest ? trial.steps(good) : trial.load(good));
    }
}
