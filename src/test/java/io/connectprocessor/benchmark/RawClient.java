package io.connectprocessor.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;

/**
 * The least that can do the work, to measure against: Apache HttpClient with the processor's calls, in as many threads as connections. It reads
 * of an answer only what the next call needs, remembers nothing, checks nothing, and ends with the first answer that it did not expect.
 */
final class RawClient implements Contender {

    private static final int PAGE = 100;

    private final ObjectMapper mapper = new ObjectMapper();
    private SandboxProcess.Address at;
    private CloseableHttpClient http;

    @Override
    public Result drain(SandboxProcess.Address sandbox, int requests, int connections, Watch watch) throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(connections + 1, work -> new Thread(work, "raw client"));
        try {
            if (http == null || !at.isAt(sandbox)) {
                close();
                http = client(connections);
                at = sandbox;
            }
            String template = template(http, sandbox);
            BlockingQueue<JsonNode> queue = new ArrayBlockingQueue<>(2 * connections);
            JsonNode end = mapper.createObjectNode();
            AtomicLong first = new AtomicLong();
            AtomicLong last = new AtomicLong();
            Consumption used = new Consumption();
            List<Future<?>> work = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                work.add(workers.submit(() -> {
                    for (JsonNode row = queue.take(); row != end; row = queue.take()) {
                        approve(http, sandbox, template, row);
                        long now = System.nanoTime();
                        first.compareAndSet(0, now);
                        last.accumulateAndGet(now, Math::max);
                    }
                    queue.put(end);
                    return null;
                }));
            }
            work.add(workers.submit(() -> {
                list(http, sandbox, queue);
                queue.put(end);
                return null;
            }));
            for (Future<?> each : work) {
                each.get(10, TimeUnit.MINUTES);
            }
            Map<String, Double> threads = used.threads();
            threads.replaceAll((kind, millis) -> millis / requests);
            return new Result(
                    (requests - 1) * 1e9 / Math.max(1, last.get() - first.get()),
                    used.cpuMillis() / requests,
                    used.allocatedKilobytes() / requests,
                    threads);
        } finally {
            workers.shutdownNow();
        }
    }

    private void close() throws IOException {
        if (http != null) {
            http.close();
            http = null;
        }
    }

    @Override
    public double idle(SandboxProcess.Address sandbox, int times) throws Exception {
        close();
        try (CloseableHttpClient http = client(1)) {
            page(http, sandbox, 0);
            Consumption used = new Consumption();
            for (int i = 0; i < times; i++) {
                page(http, sandbox, 0);
            }
            return used.cpuMillis() / times;
        }
    }

    private static CloseableHttpClient client(int connections) {
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnPerRoute(connections)
                        .setMaxConnTotal(connections)
                        .build())
                .disableAutomaticRetries()
                .build();
    }

    /** All rows, not the pending ones: a list that does not shrink can be walked by offset. */
    private void list(CloseableHttpClient http, SandboxProcess.Address sandbox, BlockingQueue<JsonNode> queue)
            throws IOException, InterruptedException {
        int offset = 0;
        for (JsonNode page = page(http, sandbox, 0); !page.isEmpty(); page = page(http, sandbox, offset)) {
            for (JsonNode row : page) {
                queue.put(row);
            }
            offset += page.size();
        }
    }

    private JsonNode page(CloseableHttpClient http, SandboxProcess.Address sandbox, int offset) throws IOException {
        return mapper.readTree(send(
                http,
                ClassicRequestBuilder.get(sandbox.connectUrl() + "/requests?in(asset.product.id,(" + sandbox.product()
                                + "))&ge(created," + sandbox.since() + ")&ordering(created)&limit=" + PAGE + "&offset="
                                + offset)
                        .addHeader("Authorization", sandbox.apiKey())));
    }

    private String template(CloseableHttpClient http, SandboxProcess.Address sandbox) throws IOException {
        JsonNode templates = mapper.readTree(send(
                http,
                ClassicRequestBuilder.get(sandbox.connectUrl() + "/products/" + sandbox.product()
                                + "/templates?eq(scope,asset)&eq(type,fulfillment)&limit=100")
                        .addHeader("Authorization", sandbox.apiKey())));
        return templates.get(0).path("id").asText();
    }

    private void approve(CloseableHttpClient http, SandboxProcess.Address sandbox, String template, JsonNode row)
            throws IOException {
        String id = row.path("id").asText();
        String place = sandbox.connectUrl() + "/requests/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
        byte[] answer = send(
                http,
                ClassicRequestBuilder.post(sandbox.vendorUrl() + "/subscriptions")
                        .addHeader("Idempotency-Key", id + ":create-subscription")
                        .setEntity(body(order(row))));
        ObjectNode update = mapper.createObjectNode();
        update.putObject("asset")
                .putArray("params")
                .addObject()
                .put("id", "subscription_id")
                .put("value", mapper.readTree(answer).path("id").asText());
        send(
                http,
                ClassicRequestBuilder.put(place)
                        .addHeader("Authorization", sandbox.apiKey())
                        .setEntity(body(update)));
        send(
                http,
                ClassicRequestBuilder.post(place + "/approve")
                        .addHeader("Authorization", sandbox.apiKey())
                        .setEntity(body(mapper.createObjectNode().put("template_id", template))));
    }

    private ObjectNode order(JsonNode row) {
        JsonNode asset = row.path("asset");
        ObjectNode order = mapper.createObjectNode();
        order.put("request_id", row.path("id").asText());
        order.put("asset_id", asset.path("id").asText());
        order.put("product_id", asset.path("product").path("id").asText());
        order.set("customer", asset.path("tiers").path("customer"));
        order.set("items", asset.path("items"));
        return order;
    }

    private ByteArrayEntity body(ObjectNode json) throws IOException {
        return new ByteArrayEntity(mapper.writeValueAsBytes(json), ContentType.APPLICATION_JSON);
    }

    private static byte[] send(CloseableHttpClient http, ClassicRequestBuilder call) throws IOException {
        return http.execute(call.build(), answer -> {
            byte[] body = EntityUtils.toByteArray(answer.getEntity());
            if (answer.getCode() >= 300) {
                throw new IOException(answer.getCode() + " " + new String(body, StandardCharsets.UTF_8));
            }
            return body;
        });
    }
}
