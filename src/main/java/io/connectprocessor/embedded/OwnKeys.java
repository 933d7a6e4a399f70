package io.connectprocessor.embedded;

import java.util.Map;
import org.apache.camel.spi.PropertiesSource;

/** What our routes' {@code {{keys}}} stand for; all names begin with ours, so that none is the host's. */
record OwnKeys(String getName, Map<String, String> values) implements PropertiesSource {

    @Override
    public String getProperty(String name) {
        return values.get(name);
    }

    /** No values: some are secret. */
    @Override
    public String toString() {
        return getName;
    }
}
