package io.connectprocessor.settings;

/** A value that fits its key; {@code text} is its normal form. */
record Setting<T>(Key<T> key, T value, String text, String place) {
    @Override
    public String toString() {
        return key.name() + " = " + (key.secret() ? "***" : Shown.setting(key, text)) + " (" + place + ")";
    }
}
