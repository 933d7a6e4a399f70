package io.connectprocessor.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.connectprocessor.failure.Api;
import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.FailureKind;
import io.connectprocessor.http.HttpGateway;
import io.connectprocessor.http.HttpOptions;
import io.connectprocessor.http.RecordingServer;
import io.connectprocessor.http.RecordingServer.Received;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.service.ServiceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TemplatesTest {

    private static final Templates.Use ASSET = new Templates.Use("asset", "fulfillment");
    private static final Templates.Use TIER = new Templates.Use("tier1", null);

    private final CamelContext context = new DefaultCamelContext();
    private final RecordingServer server = new RecordingServer();
    private final Moving clock = new Moving();
    private HttpGateway gateway;
    private Templates templates;

    private static final class Moving extends Clock {
        private Instant now = Instant.parse("2026-03-01T12:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    @BeforeEach
    void start() {
        context.start();
        gateway = new HttpGateway(
                context,
                Api.CONNECT,
                new HttpOptions(server.url(), null, Duration.ofSeconds(5), Duration.ofSeconds(20), 4, null, "test", 0));
        ServiceHelper.startService(gateway);
        templates = new Templates(new ConnectClient(gateway, new Json(), clock), clock);
    }

    @AfterEach
    void stop() throws Exception {
        ServiceHelper.stopAndShutdownService(gateway);
        context.close();
        server.close();
    }

    private static String row(String id, String name, String scope, String type) {
        return "{\"id\":\"%s\",\"name\":\"%s\",\"scope\":\"%s\"%s}"
                .formatted(id, name, scope, type == null ? "" : ",\"type\":\"" + type + "\"");
    }

    private void rows(String... rows) {
        server.answering(200, "[" + String.join(",", rows) + "]", "Content-Range", "items 0-9/" + rows.length);
    }

    private FailedException fault(Templates.Use use, String name) {
        return catchThrowableOfType(FailedException.class, () -> templates.id("PRD-1", use, name));
    }

    @Test
    void a_name_is_found_and_then_known() {
        rows(row("TL-1", "Default", "asset", "fulfillment"), row("TL-2", "Other", "asset", "fulfillment"));

        assertThat(templates.id("PRD-1", ASSET, "Default")).isEqualTo("TL-1");
        assertThat(templates.id("PRD-1", ASSET, "Other")).isEqualTo("TL-2");

        assertThat(server.only().uri())
                .isEqualTo("/products/PRD-1/templates?eq(scope,asset)&eq(type,fulfillment)&limit=100&offset=0");
    }

    @Test
    void an_id_is_taken_as_it_is_without_a_call() {
        assertThat(templates.id("PRD-1", ASSET, "TL-123-456-789")).isEqualTo("TL-123-456-789");
        assertThat(server.received()).isEmpty();
    }

    @Test
    void tier_templates_are_asked_for_without_a_type() {
        rows(row("TL-1", "Default", "tier1", null));

        assertThat(templates.id("PRD-1", TIER, "Default")).isEqualTo("TL-1");

        assertThat(server.only().uri()).isEqualTo("/products/PRD-1/templates?eq(scope,tier1)&limit=100&offset=0");
    }

    @Test
    void rows_of_another_scope_or_type_do_not_count() {
        rows(
                row("TL-1", "Default", "tier1", null),
                row("TL-2", "Default", "asset", "inquire"),
                row("TL-3", "Default", "asset", "fulfillment"),
                "null",
                "7");

        assertThat(templates.id("PRD-1", ASSET, "Default")).isEqualTo("TL-3");
    }

    @Test
    void a_name_that_fits_nothing_is_a_fault_that_lists_what_there_is() {
        rows(row("TL-1", "One", "asset", "fulfillment"), row("TL-2", "Two", "asset", "fulfillment"));

        FailedException fault = fault(ASSET, "Three");

        assertThat(fault.failure().kind()).isEqualTo(FailureKind.ROUTE_FAULT);
        assertThat(fault)
                .hasMessage(
                        "no template of PRD-1, scope asset, type fulfillment is called \"Three\"; there is \"One\", \"Two\"");
        assertThat(fault.advice()).contains("connect.template.activation");
        assertThat(server.received())
                .as("looked up twice, then told from memory")
                .hasSize(2);
    }

    @Test
    void a_name_of_two_is_a_fault_that_names_both() {
        rows(row("TL-1", "Same", "asset", "fulfillment"), row("TL-2", "Same", "asset", "fulfillment"));

        assertThat(fault(ASSET, "Same"))
                .hasMessage("2 templates of PRD-1, scope asset, type fulfillment are called \"Same\": TL-1, TL-2");
    }

    @Test
    void no_template_at_all_is_said() {
        rows();

        assertThat(fault(TIER, "Default"))
                .hasMessage("no template of PRD-1, scope tier1 is called \"Default\"; there is none");
        assertThat(templates.any("PRD-1", TIER)).isFalse();
    }

    @Test
    void a_name_that_comes_later_is_found_without_a_restart() {
        rows(row("TL-1", "One", "asset", "fulfillment"));
        assertThat(fault(ASSET, "Two")).isNotNull();

        rows(row("TL-1", "One", "asset", "fulfillment"), row("TL-2", "Two", "asset", "fulfillment"));

        assertThat(templates.id("PRD-1", ASSET, "Two")).isEqualTo("TL-2");
    }

    @Test
    void what_is_known_is_asked_for_again_after_ten_minutes() {
        rows(row("TL-1", "One", "asset", "fulfillment"));
        templates.id("PRD-1", ASSET, "One");
        rows(row("TL-9", "One", "asset", "fulfillment"));

        clock.now = clock.now.plus(Duration.ofMinutes(10));
        assertThat(templates.id("PRD-1", ASSET, "One")).isEqualTo("TL-1");
        clock.now = clock.now.plusSeconds(1);
        assertThat(templates.id("PRD-1", ASSET, "One")).isEqualTo("TL-9");
    }

    @Test
    void all_pages_are_read_also_shorter_ones_than_asked_for() {
        List<String> all = IntStream.range(0, 25)
                .mapToObj(i -> row("TL-" + i, "T" + i, "asset", "fulfillment"))
                .toList();
        server.answering((call, received) -> {
            Matcher offset = Pattern.compile("offset=(\\d+)").matcher(received.uri());
            assertThat(offset.find()).isTrue();
            int from = Integer.parseInt(offset.group(1));
            String page = all.stream().skip(from).limit(10).collect(Collectors.joining(",", "[", "]"));
            RecordingServer.json(200, page, "Content-Range", "items " + from + "-x/25")
                    .to(call, received);
        });

        assertThat(templates.id("PRD-1", ASSET, "T24")).isEqualTo("TL-24");
        assertThat(server.received()).extracting(Received::uri).hasSize(3);
    }

    @Test
    void a_platform_that_ignores_the_offset_and_tells_no_total_does_not_hold_us_for_ever() {
        server.answering(200, "[" + row("TL-1", "One", "asset", "fulfillment") + "]");

        assertThat(templates.id("PRD-1", ASSET, "One")).isEqualTo("TL-1");
    }

    @Test
    void products_and_uses_are_kept_apart() {
        server.answering((call, received) -> {
            String id = received.uri().contains("PRD-2") ? "TL-2" : "TL-1";
            String type = received.uri().contains("inquire") ? "inquire" : "fulfillment";
            RecordingServer.json(
                            200,
                            "[" + row(id + (type.equals("inquire") ? "9" : ""), "One", "asset", type) + "]",
                            "Content-Range",
                            "items 0-0/1")
                    .to(call, received);
        });

        assertThat(templates.id("PRD-1", ASSET, "One")).isEqualTo("TL-1");
        assertThat(templates.id("PRD-2", ASSET, "One")).isEqualTo("TL-2");
        assertThat(templates.id("PRD-1", new Templates.Use("asset", "inquire"), "One"))
                .isEqualTo("TL-19");
    }

    @Test
    void connect_being_away_is_not_a_fault_of_the_route() {
        server.answering(503, "{}");

        assertThat(fault(ASSET, "One").failure().kind()).isEqualTo(FailureKind.TRANSIENT);
    }
}
