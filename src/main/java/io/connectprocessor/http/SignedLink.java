package io.connectprocessor.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * Fetches what an API gives a short-lived link to, which carries its own permission: our Authorization never goes there, as it is another's
 * host. No redirect is followed.
 *
 * @param connectTimeout for the connection
 * @param timeout for the beginning of the answer
 * @param mostBytes a longer file is cut off, as an error
 * @param caFile PEM file of certificates trusted beside the JDK's, or null
 */
public record SignedLink(Duration connectTimeout, Duration timeout, long mostBytes, Path caFile) {

    /** @throws IOException when the link cannot be followed, is answered with anything but 200, or leads to more bytes than allowed */
    public void fetch(URI link, Path into) throws IOException {
        if (!"https".equalsIgnoreCase(link.getScheme()) && !"http".equalsIgnoreCase(link.getScheme())) {
            throw new IOException("not a link of HTTP");
        }
        HttpClient.Builder builder =
                HttpClient.newBuilder().connectTimeout(connectTimeout).followRedirects(HttpClient.Redirect.NEVER);
        HttpClient client = caFile == null
                ? builder.build()
                : builder.sslContext(trusting()).build();
        HttpRequest request = HttpRequest.newBuilder(link).timeout(timeout).build();
        try {
            HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                if (answer.statusCode() != 200) {
                    throw new IOException("the link was answered with " + answer.statusCode());
                }
                try (OutputStream out = Files.newOutputStream(into)) {
                    copy(body, out);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private SSLContext trusting() throws IOException {
        try {
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, new TrustManager[] {ExtraTrust.of(caFile)}, null);
            return tls;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up", e);
        }
    }

    private void copy(InputStream body, OutputStream out) throws IOException {
        byte[] buffer = new byte[8192];
        long total = 0;
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            total += read;
            if (total > mostBytes) {
                throw new IOException("the link leads to more than " + mostBytes + " bytes");
            }
            out.write(buffer, 0, read);
        }
    }
}
