package io.connectprocessor.embedded;

import io.connectprocessor.routing.RouteFiles;
import io.connectprocessor.routing.RouteFinding;
import io.connectprocessor.settings.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the files of a host as the standalone processor checks a folder of routes, if what that needs is on the class path. */
record HostFiles(Settings settings, CamelContext context) {

    private static final Logger LOG = LoggerFactory.getLogger(HostFiles.class);
    /** @throws ConfigurationException with all findings, each with file, line and what to do */
    void check(RouteFiles files) {
        if (!RouteCheck.isPossible()) {
            LOG.info(
                    "Route files are not checked before Camel loads them, which then names a fault without what to do about it."
                            + " Put com.networknt:json-schema-validator and org.apache.camel:camel-catalog on the class path to have them checked.");
            return;
        }
        List<RouteFinding> findings = RouteCheck.ofGuest(settings, keys(files)).validate(files);
        if (!findings.isEmpty()) {
            throw new ConfigurationException(
                    findings.stream().map(String::valueOf).collect(Collectors.joining(System.lineSeparator())), null);
        }
    }

    /** Ours, and of the host's those that the files name. */
    private Map<String, String> keys(RouteFiles files) {
        Map<String, String> keys = new HashMap<>();
        for (String name : files.keys()) {
            Optional<String> value = context.getPropertiesComponent().resolveProperty(name);
            value.ifPresent(text -> keys.put(name, text));
        }
        keys.putAll(settings.all());
        return keys;
    }
}
