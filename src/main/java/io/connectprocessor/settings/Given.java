package io.connectprocessor.settings;

/** A text that a source gives for a key, and where. */
record Given(String text, String place) {
    static final String OPTION = "-D";
    static final String DEFAULT = "default";

    static Given inEnvironment(String name, String text) {
        return new Given(text, "environment " + name);
    }

    boolean isInjectedByKubernetes() {
        return place.startsWith("environment ") && text.startsWith("tcp://");
    }

    @Override
    public String toString() {
        return place;
    }
}
