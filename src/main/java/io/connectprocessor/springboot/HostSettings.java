package io.connectprocessor.springboot;

import io.connectprocessor.settings.Key;
import io.connectprocessor.settings.Keys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.PlaceholderResolutionException;

/**
 * What a Spring environment says for our keys, in all the spellings that Boot knows. Of names that are nobody's key those under {@code connect.} are kept, to be refused with the
 * nearest right one; those under our other prefixes may be the host's.
 *
 * @param values by the names that the keys have everywhere; names that narrow a key, and the vendor's own keys, are among them
 * @param places where each value comes from, in Boot's words
 * @param doubts sentences about names that may be misspelt, or are the host's own
 */
record HostSettings(Map<String, String> values, Map<String, String> places, List<String> doubts) {

    private static final Pattern INDEX = Pattern.compile("\\[\\d+]$");
    private static final Pattern BRACKETS = Pattern.compile("\\.?\\[([^]]+)]");
    private static final Pattern NARROWED =
            Pattern.compile("(product\\.(PRD|CN)(-[0-9]+)+|marketplace\\.MP(-[0-9]+)+)\\..+");

    private static final Pattern NARROWED_VARIABLE = Pattern.compile(
            "(?=PRODUCT_|MARKETPLACE_)(?:PRODUCT_((?:PRD|CN)(?:_[0-9]+)+)_)?(?:MARKETPLACE_(MP(?:_[0-9]+)+)_)?(.+)");

    /** Of Spring, Boot and camel-spring-boot, and those that narrow a key if they are well formed: none is a vendor's own key. */
    private static final List<String> TAKEN =
            List.of("spring.", "camel.", "server.", "management.", "logging.", "info.", "product.", "marketplace.");

    static HostSettings of(ConfigurableEnvironment environment) {
        return new Reading(environment).result();
    }

    /** Without the values: secrets are among them. */
    @Override
    public String toString() {
        return values.keySet().toString();
    }

    private static final class Reading {
        private final ConfigurableEnvironment environment;
        private final Binder binder;
        private final Map<String, String> values = new LinkedHashMap<>();
        private final Map<String, String> places = new LinkedHashMap<>();
        private final List<String> doubts = new ArrayList<>();

        Reading(ConfigurableEnvironment environment) {
            this.environment = environment;
            List<ConfigurationPropertySource> sources = StreamSupport.stream(
                            ConfigurationPropertySources.get(environment).spliterator(), false)
                    .map(Reading::withoutBlankVariables)
                    .toList();
            this.binder = new Binder(
                    sources,
                    value -> value instanceof String text ? environment.resolveRequiredPlaceholders(text) : value);
        }

        /** Compose files and charts pass variables that are not set as empty ones: they set nothing. */
        private static ConfigurationPropertySource withoutBlankVariables(ConfigurationPropertySource source) {
            if (!(source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource)) {
                return source::getConfigurationProperty;
            }
            return name -> {
                ConfigurationProperty property = source.getConfigurationProperty(name);
                return property == null || String.valueOf(property.getValue()).isBlank() ? null : property;
            };
        }

        HostSettings result() {
            Keys.embeddable().stream().map(Key::name).forEach(this::bind);
            environment.getPropertySources().stream()
                    .filter(source -> source instanceof EnumerablePropertySource<?>)
                    .filter(source ->
                            !source.getName().equals(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME))
                    .forEach(source -> enumerate((EnumerablePropertySource<?>) source));
            environment.getPropertySources().stream()
                    .filter(source -> source instanceof SystemEnvironmentPropertySource)
                    .forEach(source -> narrowedVariables((SystemEnvironmentPropertySource) source));
            return new HostSettings(values, places, doubts);
        }

        private void bind(String key) {
            String[] place = new String[1];
            BindHandler noting = new BindHandler() {
                @Override
                public Object onSuccess(
                        ConfigurationPropertyName name, Bindable<?> target, BindContext context, Object result) {
                    if (place[0] == null && context.getConfigurationProperty() != null) {
                        place[0] = String.valueOf(
                                context.getConfigurationProperty().getOrigin());
                    }
                    return result;
                }
            };
            String text = binder.bind(key, Bindable.of(String.class), noting)
                    .orElseGet(() -> binder.bind(key, Bindable.listOf(String.class), noting)
                            .map(list -> String.join(",", list))
                            .orElse(null));
            if (text != null) {
                put(key, text, place[0]);
            }
        }

        private void enumerate(EnumerablePropertySource<?> source) {
            boolean foreignToo = !source.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
            for (String raw : source.getPropertyNames()) {
                String name =
                        BRACKETS.matcher(INDEX.matcher(raw).replaceAll("")).replaceAll(".$1");
                if (values.containsKey(name)) {
                    continue;
                }
                boolean narrows = NARROWED.matcher(name).matches();
                boolean own = foreignToo && !Keys.isOurs(name) && TAKEN.stream().noneMatch(name::startsWith);
                String place = PropertySourceOrigin.get(source, raw).toString();
                if (isKnown(name)) {
                    doubtStandalone(name, place);
                } else if (name.startsWith("connect.") || narrows || own) {
                    put(name, text(source, raw), place);
                } else {
                    Keys.almost(name)
                            .ifPresent(key -> doubts.add(name + " (" + place + ") is not read. Did you mean "
                                    + key.name() + "? Otherwise nothing needs to be done."));
                }
            }
        }

        /** Such as PRODUCT_PRD_000_000_000_VENDOR_API_KEY; those that a file names too have been read above files. */
        private void narrowedVariables(SystemEnvironmentPropertySource source) {
            List<String> keys = Stream.concat(
                            Keys.all().stream().filter(Key::narrowable).map(Key::name),
                            values.keySet().stream().filter(name -> !Keys.isOurs(name)))
                    .toList();
            for (String variable : source.getPropertyNames()) {
                Matcher parts = NARROWED_VARIABLE.matcher(variable);
                if (!parts.matches()
                        || String.valueOf(source.getProperty(variable)).isBlank()) {
                    continue;
                }
                keys.stream()
                        .filter(key -> key.replaceAll("[.-]", "_")
                                .toUpperCase(Locale.ROOT)
                                .equals(parts.group(3)))
                        .map(key -> scope("product", parts.group(1)) + scope("marketplace", parts.group(2)) + key)
                        .filter(name -> !values.containsKey(name))
                        .forEach(name -> put(name, environment.getProperty(variable), "environment " + variable));
            }
        }

        private static String scope(String kind, String id) {
            return id == null ? "" : kind + "." + id.replace('_', '-') + ".";
        }

        private void doubtStandalone(String name, String place) {
            if (Keys.named(name).isPresent()
                    && Keys.embeddable().stream().noneMatch(key -> key.name().equals(name))) {
                doubts.add(name + " (" + place + ") is not read: it is for the processor on its own. If it is"
                        + " another program's, nothing needs to be done.");
            }
        }

        /** A key that nobody uses may hold a placeholder that nothing resolves. */
        private String text(PropertySource<?> source, String raw) {
            try {
                return environment.getProperty(raw);
            } catch (PlaceholderResolutionException unresolved) {
                return String.valueOf(source.getProperty(raw));
            }
        }

        private static boolean isKnown(String name) {
            return Stream.concat(
                            Keys.all().stream().map(Key::name),
                            Arrays.stream(BootKey.values()).map(BootKey::key))
                    .anyMatch(known -> uniform(known).equals(uniform(name)));
        }

        private static String uniform(String name) {
            return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
        }

        private void put(String name, String value, String place) {
            values.put(name, value);
            places.put(name, place);
        }
    }
}
