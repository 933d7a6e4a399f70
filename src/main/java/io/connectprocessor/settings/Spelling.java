package io.connectprocessor.settings;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds keys that no one reads. */
final class Spelling {
    /** Variables of other programs that begin like ours. */
    private static final Set<String> FOREIGN_VARIABLES = Set.of("HTTP_PROXY");

    /** Beyond this distance a variable is likelier another program's than misspelt. */
    private static final int FAR = 3;

    private Spelling() {}

    /** Names under our prefixes that are no keys. */
    static List<Finding> unknown(Sources sources, Map<String, Given> file) {
        Stream<Finding> inFile = file.entrySet().stream()
                .filter(entry -> isUnknown(entry.getKey()))
                .map(entry -> unknown(entry.getKey(), entry.getValue().place()));
        Set<String> options = new TreeSet<>(sources.systemProperties().keySet());
        options.removeIf(JvmProperties::contains);
        options.addAll(sources.options().keySet());
        Stream<Finding> inOptions =
                options.stream().filter(Spelling::isUnknown).map(name -> unknown(name, sources.place(name)));
        return Stream.concat(inFile, inOptions).toList();
    }

    /**
     * Names that are perhaps misspelt. Kubernetes sets {@code CONNECT_PORT} and the like for a service of that name, so
     * that a variable cannot stop the start.
     */
    static List<Finding> doubtful(Sources sources, Layers layers) {
        Stream<Finding> variables = new TreeSet<>(sources.environment().keySet())
                .stream()
                        .filter(Keys::isOurEnvironment)
                        .filter(name -> !FOREIGN_VARIABLES.contains(name))
                        .filter(name -> Keys.ofEnvironment(name).isEmpty())
                        .map(Spelling::unknownVariable);
        Stream<Finding> names = layers.foreignNames().stream()
                .filter(name -> !name.startsWith("camel."))
                .filter(name -> Nearest.distance(name, Keys.nearest(name)) <= 1)
                .flatMap(name -> layers.find(name).map(given -> nearlyOurs(name, given)).stream());
        return Stream.concat(variables, names).toList();
    }

    private static boolean isUnknown(String name) {
        return Keys.isOurs(name) && Keys.named(name).isEmpty();
    }

    private static Finding unknown(String name, String place) {
        if (JvmProperties.contains(name)) {
            return new Finding(place, name + " is a property of the JVM", "give it as -D" + name + "=… before -jar");
        }
        String prefix = name.substring(0, name.indexOf('.') + 1);
        return new Finding(
                place,
                name + " is not a key",
                "did you mean " + Keys.nearest(name) + "? Keys of your own begin with another word than " + prefix);
    }

    private static Finding unknownVariable(String name) {
        Key<?> nearest = Keys.named(Keys.nearest(name)).orElseThrow();
        String advice = Nearest.distance(name, nearest.name()) <= FAR
                ? "did you mean " + nearest.environmentName() + "? Otherwise nothing needs to be done"
                : "nothing needs to be done if another program or Kubernetes set it";
        return new Finding("environment " + name, "is not read", advice);
    }

    private static Finding nearlyOurs(String name, Given given) {
        return new Finding(
                given.place(),
                name + " is taken for a key of your own",
                "did you mean " + Keys.nearest(name) + "? Otherwise nothing needs to be done");
    }
}
