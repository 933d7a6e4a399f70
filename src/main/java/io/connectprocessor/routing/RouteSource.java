package io.connectprocessor.routing;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.apache.camel.support.ResourceSupport;

/** A route file for Camel, as it was when it was read: what is loaded is what was checked. */
final class RouteSource extends ResourceSupport {

    private final RouteText file;

    RouteSource(RouteText file) {
        super("file", "file:" + file.file().toString().replace('\\', '/'));
        this.file = file;
    }

    @Override
    public boolean exists() {
        return true;
    }

    @Override
    public URI getURI() {
        return file.file().toUri();
    }

    @Override
    public InputStream getInputStream() {
        return new ByteArrayInputStream(file.text().getBytes(StandardCharsets.UTF_8));
    }
}
