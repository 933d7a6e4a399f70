package io.connectprocessor.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * The way to an API up to its door: name, connection, TLS. No request is sent.
 *
 * @param baseUrl whose host and port are tried
 * @param timeout for the connection, and for the TLS handshake again
 * @param caFile PEM file of certificates trusted beside the JDK's, or null
 */
public record Reach(URI baseUrl, Duration timeout, Path caFile) {

    /** How far one comes. */
    public enum Stage {
        NAME,
        CONNECTION,
        TLS
    }

    /**
     * Why the door is not reached.
     *
     * @param stage where it ends
     * @param what a whole sentence without its full stop
     */
    public record Obstacle(Stage stage, String what) {}

    /** Empty when a call would get through. */
    public Optional<Obstacle> obstacle() {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(baseUrl.getHost());
        } catch (UnknownHostException unknown) {
            return obstacle(Stage.NAME, "the host name " + baseUrl.getHost() + " is unknown here");
        }
        Optional<Obstacle> obstacle = Optional.empty();
        for (InetAddress address : addresses) {
            obstacle = obstacle(address);
            if (obstacle.isEmpty()) {
                break;
            }
        }
        return obstacle;
    }

    private Optional<Obstacle> obstacle(InetAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port()), (int) timeout.toMillis());
            return isTls() ? handshake(socket) : Optional.empty();
        } catch (SocketTimeoutException late) {
            return obstacle(Stage.CONNECTION, door() + " gave no connection within " + timeout.toMillis() + " ms");
        } catch (ConnectException refused) {
            return obstacle(Stage.CONNECTION, "nothing listens on " + door() + " (connection refused)");
        } catch (NoRouteToHostException none) {
            return obstacle(Stage.CONNECTION, "there is no route to " + door());
        } catch (IOException broken) {
            return obstacle(Stage.CONNECTION, "the connection to " + door() + " broke (" + broken.getMessage() + ")");
        }
    }

    private Optional<Obstacle> handshake(Socket socket) {
        try {
            socket.setSoTimeout((int) timeout.toMillis());
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, caFile == null ? null : new TrustManager[] {ExtraTrust.of(caFile)}, null);
            try (SSLSocket secured =
                    (SSLSocket) tls.getSocketFactory().createSocket(socket, baseUrl.getHost(), port(), true)) {
                SSLParameters parameters = secured.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                secured.setSSLParameters(parameters);
                secured.startHandshake();
                return Optional.empty();
            }
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            return obstacle(Stage.TLS, "TLS with " + door() + " failed (" + e.getMessage() + ")");
        }
    }

    private static Optional<Obstacle> obstacle(Stage stage, String what) {
        return Optional.of(new Obstacle(stage, what));
    }

    private String door() {
        return baseUrl.getHost() + ":" + port();
    }

    private boolean isTls() {
        return "https".equalsIgnoreCase(baseUrl.getScheme());
    }

    private int port() {
        return baseUrl.getPort() > 0 ? baseUrl.getPort() : isTls() ? 443 : 80;
    }
}
