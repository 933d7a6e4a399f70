package io.connectprocessor.component;

import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;

/** The settings by key, read-only, as they hold for the request's product and marketplace; null for a key that is not set. */
final class SettingsView extends AbstractMap<String, String> {

    private final NarrowedSettings settings;
    private final ClaimedRequest claimed;
    private final CamelContext context;

    SettingsView(NarrowedSettings settings, ClaimedRequest claimed, CamelContext context) {
        this.settings = settings;
        this.claimed = claimed;
        this.context = context;
    }

    @Override
    public String get(Object key) {
        return settings.find(claimed.request().product(), claimed.request().marketplace(), String.valueOf(key))
                .map(NarrowedSettings.Found::text)
                .map(text -> text.contains("{{") ? context.resolvePropertyPlaceholders(text) : text)
                .orElse(null);
    }

    @Override
    public boolean containsKey(Object key) {
        return get(key) != null;
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
        Map<String, String> values = new LinkedHashMap<>();
        settings.keys().stream().filter(this::containsKey).forEach(key -> values.put(key, get(key)));
        return java.util.Collections.unmodifiableMap(values).entrySet();
    }

    /** Secrets are among them: a log of all properties shows none. */
    @Override
    public String toString() {
        return "settings for " + claimed.claim().id();
    }
}
