package io.connectprocessor.settings;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The sources on top of each other. */
final class Layers {
    private final Sources sources;
    private final Map<String, Given> file;

    Layers(Sources sources, Map<String, Given> file) {
        this.sources = sources;
        this.file = file;
    }

    /** What the strongest source gives for a key. */
    Optional<Given> find(String key) {
        return option(sources.options(), key)
                .or(() -> option(sources.systemProperties(), key))
                .or(() -> variable(Key.environmentName(key)))
                .or(() -> Optional.ofNullable(file.get(key)));
    }

    /** Names under no prefix of ours, which only -D and the file can introduce. */
    Set<String> foreignNames() {
        Set<String> names = introduced();
        names.removeIf(name -> Keys.isOurs(name) || Narrowing.isMeant(name));
        return names;
    }

    /** Names that narrow a key, right or wrong. */
    Set<String> narrowingNames() {
        Set<String> names = introduced();
        names.removeIf(name -> !Narrowing.isMeant(name));
        return names;
    }

    private Set<String> introduced() {
        Set<String> names = new TreeSet<>(sources.systemProperties().keySet());
        names.removeIf(JvmProperties::contains);
        names.addAll(sources.options().keySet());
        names.addAll(file.keySet());
        return names;
    }

    boolean isBlankVariable(String name) {
        return sources.environment().getOrDefault(name, "").isBlank();
    }

    private Optional<Given> option(Map<String, String> options, String key) {
        return Optional.ofNullable(options.get(key)).map(text -> new Given(text, sources.place(key)));
    }

    /** Compose files and charts pass variables that are not set as empty ones: they set nothing. */
    private Optional<Given> variable(String name) {
        return Optional.ofNullable(sources.environment().get(name))
                .filter(text -> !text.isBlank())
                .map(text -> Given.inEnvironment(name, text));
    }
}
