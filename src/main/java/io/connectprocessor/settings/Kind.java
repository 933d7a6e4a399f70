package io.connectprocessor.settings;

import java.util.function.Function;

/**
 * The form of a value.
 *
 * @param <T> what the value is once read
 */
public final class Kind<T> {
    /** Reads a text that is not blank. */
    interface Reader<T> {
        T read(String text) throws Refused;
    }

    private final String form;
    private final Reader<T> reader;
    private final Function<T, String> writer;

    Kind(String form, Reader<T> reader, Function<T, String> writer) {
        this.form = form;
        this.reader = reader;
        this.writer = writer;
    }

    /** The form in words, such as "whole number, 1 to 1000". */
    public String form() {
        return form;
    }

    Setting<T> read(Key<T> key, Given given) throws Refused {
        T value = reader.read(given.text());
        return new Setting<>(key, value, writer.apply(value), given.place());
    }
}
