package io.connectprocessor.standalone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;

/**
 * Camel's Main, which reads all route files before its options, for beans that options may name and for modelines, and again for the routes. Without beans
 * the first reading is left out. Comments mean nothing, so there are no modelines.
 */
final class ReadOnce extends Main {

    private final Path routes;

    ReadOnce(Path routes) {
        this.routes = routes;
    }

    @Override
    protected void modelineRoutes(CamelContext context) throws Exception {
        if (hasBeans()) {
            super.modelineRoutes(context);
        }
    }

    private boolean hasBeans() throws IOException {
        try (Stream<Path> list = Files.list(routes)) {
            List<Path> files =
                    list.filter(file -> file.toString().endsWith(".camel.yaml")).toList();
            for (Path file : files) {
                if (Files.isReadable(file)
                        && new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains("beans")) {
                    return true;
                }
            }
        }
        return false;
    }
}
