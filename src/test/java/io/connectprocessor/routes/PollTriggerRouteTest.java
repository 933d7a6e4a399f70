package io.connectprocessor.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PollTriggerRouteTest {

    @RegisterExtension
    static final RouteFixture ROUTES = RouteFixture.shipped().triggered().with("poll.cron", "* * * * * ?");

    @Test
    void polls_on_schedule() {
        String id = ROUTES.seed().purchase().pending();

        await().untilAsserted(() -> assertThat(ROUTES.status(id)).isEqualTo("approved"));
    }

    /** The shipped trigger alone, and a poll in place of the shipped one that ends only when it is told to. */
    @Test
    void a_fire_during_a_running_poll_does_not_begin_a_second_one() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger begun = new AtomicInteger();
        Semaphore mayEnd = new Semaphore(0);
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Properties properties = new Properties();
            properties.setProperty("poll.cron", "* * * * * ?");
            context.getPropertiesComponent().setInitialProperties(properties);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:poll").process(exchange -> {
                        begun.incrementAndGet();
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        mayEnd.acquire();
                        running.decrementAndGet();
                    });
                }
            });
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(ResourceHelper.resolveResource(
                            context, "file:" + RouteFixture.SHIPPED.resolve("poll-trigger.camel.yaml")));
            context.start();

            try {
                await().until(() -> begun.get() == 1);
                // Two more seconds strike meanwhile.
                await().during(Duration.ofMillis(2100))
                        .atMost(Duration.ofSeconds(10))
                        .until(() -> begun.get() == 1);
                mayEnd.release();
                await().until(() -> begun.get() == 2);
            } finally {
                // Quartz stops only after its jobs have ended.
                mayEnd.release(1000);
            }
        }
        assertThat(most).hasValue(1);
    }
}
