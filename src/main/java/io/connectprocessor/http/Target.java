package io.connectprocessor.http;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.camel.util.URISupport;
import org.apache.camel.util.UnsafeUriCharactersEncoder;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.utils.URIUtils;
import org.apache.hc.core5.http.HttpHost;

/** Where one API's calls go. What a path or a query holds beside plain characters is encoded as camel-http does it. Immutable. */
final class Target {

    /** What may stand in a segment and in a query (RFC 3986), and the slash between segments; camel-http encodes the tilde. */
    private static final String PLAIN = "-._!$&'()*+,;=:@/";

    private final URI base;
    private final HttpHost host;
    private final boolean takesPaths;

    /** @param base no trailing slash */
    Target(URI base) {
        this.base = base;
        this.host = URIUtils.extractHost(base);
        this.takesPaths = base.getRawQuery() == null && base.getRawFragment() == null && isPlain(base.getRawPath());
    }

    HttpHost host() {
        return host;
    }

    /** @throws IOException when path or query can stand in no URI */
    HttpUriRequestBase request(String method, String path, String query) throws IOException {
        HttpUriRequestBase request = new HttpUriRequestBase(method, base);
        // To parse and put together a URI costs more than all the rest of it.
        if (takesPaths && path.startsWith("/") && !path.startsWith("//") && isPlain(path) && isPlain(query)) {
            String whole = base.getRawPath() + path;
            request.setPath(query == null || query.isEmpty() ? whole : whole + '?' + query);
            return request;
        }
        try {
            request.setUri(encoded(path, query));
        } catch (URISyntaxException unfit) {
            throw new IOException("no URI can hold the path or query of this call", unfit);
        }
        return request;
    }

    private URI encoded(String path, String query) throws URISyntaxException {
        String url = base.toASCIIString();
        String joined = url + (url.endsWith("/") || path.startsWith("/") ? "" : "/") + path;
        URI uri = new URI(UnsafeUriCharactersEncoder.encodeHttpURI(joined));
        String encoded = UnsafeUriCharactersEncoder.encodeHttpURI(query == null ? uri.getRawQuery() : query);
        return encoded == null ? uri : URISupport.createURIWithQuery(uri, encoded);
    }

    private static boolean isPlain(String text) {
        int length = text == null ? 0 : text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            boolean plain = c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || PLAIN.indexOf(c) >= 0
                    || c == '%' && isHex(text, i + 1) && isHex(text, i + 2);
            if (!plain) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHex(String text, int at) {
        return at < text.length() && Character.digit(text.charAt(at), 16) >= 0 && text.charAt(at) < 128;
    }
}
