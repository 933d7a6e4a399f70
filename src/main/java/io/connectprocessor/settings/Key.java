package io.connectprocessor.settings;

import java.util.Locale;

/**
 * A key of the configuration.
 *
 * @param name lower case with dots and hyphens
 * @param kind the form of its value
 * @param fallback the default as text, or null for none
 * @param required whether the processor cannot start without it
 * @param secret whether its value is in no message
 * @param narrowable whether products and marketplaces may have a value of their own
 * @param meaning one sentence for the documentation
 */
public record Key<T>(
        String name,
        Kind<T> kind,
        String fallback,
        boolean required,
        boolean secret,
        boolean narrowable,
        String meaning) {
    static <T> Key<T> of(String name, Kind<T> kind, String fallback, String meaning) {
        return new Key<>(name, kind, fallback, false, false, false, meaning);
    }

    static <T> Key<T> required(String name, Kind<T> kind, String meaning) {
        return new Key<>(name, kind, null, true, false, false, meaning);
    }

    static <T> Key<T> optional(String name, Kind<T> kind, String meaning) {
        return new Key<>(name, kind, null, false, false, false, meaning);
    }

    static <T> Key<T> secret(String name, Kind<T> kind, String meaning) {
        return new Key<>(name, kind, null, false, true, false, meaning);
    }

    /** The same, which products and marketplaces may have a value of their own for. */
    Key<T> perProduct() {
        return new Key<>(name, kind, fallback, required, secret, true, meaning);
    }

    /** The key under its full name, as for one product: without default, for then the next wider scope counts. */
    Key<T> narrowed(Narrowing narrowing) {
        return new Key<>(narrowing.name(), kind, null, false, secret, false, meaning);
    }

    /** {@code connect.api-url} is {@code CONNECT_API_URL} in the environment. */
    public String environmentName() {
        return environmentName(name);
    }

    static String environmentName(String key) {
        return key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    String howToSet() {
        return "Set " + name + " in " + Sources.FILE + ", " + environmentName() + " in the environment, or -D" + name
                + "=…";
    }
}
