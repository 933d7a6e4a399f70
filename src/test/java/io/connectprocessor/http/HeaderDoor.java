package io.connectprocessor.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands before an API: keeps each call as it came over the socket, passes it on, and adds headers to the answers, spelled as they are given.
 * Servers that know HTTP better change the spelling.
 */
public final class HeaderDoor implements AutoCloseable {

    /** What passing on sets itself, or forbids to set. */
    private static final Set<String> OF_THE_WAY =
            Set.of("host", "connection", "content-length", "transfer-encoding", "upgrade", "expect");

    /**
     * @param target path and query as they came
     * @param headers in order, names as they were spelled
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Seen(String method, String target, Map<String, List<String>> headers, byte[] body) {

        public String header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> header.getValue().get(0))
                    .findFirst()
                    .orElse(null);
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return method + " " + target + " " + headers;
        }
    }

    private final String behind;
    private final ServerSocket socket;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "header-door");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private volatile Map<String, String> added = Map.of();

    /** @param behind {@code http://host:port}, whatever its path */
    public HeaderDoor(String behind) {
        try {
            this.behind = URI.create(behind).resolve("/").toString().replaceAll("/$", "");
            socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.submit(this::accept);
    }

    /** {@code http://127.0.0.1:<port>}. */
    public String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    public List<Seen> seen() {
        return seen;
    }

    /** From now on each answer has these too. */
    public void adding(Map<String, String> headers) {
        added = headers;
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket one = socket.accept();
                threads.submit(() -> serve(one));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket one) {
        try (one) {
            InputStream in = new BufferedInputStream(one.getInputStream());
            for (String first = line(in); !first.isEmpty(); first = line(in)) {
                Seen call = read(first, in);
                seen.add(call);
                answer(one.getOutputStream(), passOn(call));
            }
        } catch (IOException gone) {
            // The caller has closed, or the test is over: nobody waits for an answer.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Seen read(String first, InputStream in) throws IOException {
        String[] words = first.split(" ");
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        Seen head = new Seen(words[0], words[1], headers, new byte[0]);
        String length = head.header("Content-Length");
        byte[] body = length == null ? new byte[0] : in.readNBytes(Integer.parseInt(length));
        return new Seen(words[0], words[1], headers, body);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).strip();
    }

    private HttpResponse<byte[]> passOn(Seen call) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(behind + call.target()))
                .method(call.method(), HttpRequest.BodyPublishers.ofByteArray(call.body()));
        call.headers().forEach((name, values) -> {
            if (!OF_THE_WAY.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private void answer(OutputStream out, HttpResponse<byte[]> answer) throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        answer.headers().map().forEach((name, values) -> headers.put(name, values.get(0)));
        headers.keySet().removeIf(name -> OF_THE_WAY.contains(name.toLowerCase(Locale.ROOT)) || name.startsWith(":"));
        added.forEach((name, value) -> {
            headers.remove(name);
            headers.put(name, value);
        });
        headers.put("Content-Length", String.valueOf(answer.body().length));
        StringBuilder head =
                new StringBuilder("HTTP/1.1 ").append(answer.statusCode()).append(" As It Says\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        out.write(answer.body());
        out.flush();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
