package io.connectprocessor.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectprocessor.sandbox.Sandbox;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A guest in a context whose host watches it by JMX. */
class HostsJmxTest {

    private static final String DISABLED = "org.apache.camel.jmx.disabled";

    private String disabled;

    @BeforeEach
    void letTheHostDecide() {
        disabled = System.clearProperty(DISABLED);
    }

    @AfterEach
    void asItWas() {
        if (disabled != null) {
            System.setProperty(DISABLED, disabled);
        }
    }

    @Test
    void the_processor_is_among_the_beans_of_the_hosts_context_as_long_as_that_runs() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try (Sandbox sandbox = Sandbox.builder().start();
                DefaultCamelContext host = new DefaultCamelContext()) {
            host.getCamelContextExtension().setName("estate");
            ConnectProcessor.builder(ConnectProcessorTest.settings(sandbox, "management.jmx", "true"))
                    .routePrefix("acme-")
                    .build()
                    .addTo(host);
            host.start();
            ObjectName processor =
                    new ObjectName("org.apache.camel:context=estate,type=services,name=acme-ConnectProcessor");

            await().atMost(Duration.ofSeconds(60))
                    .until(() -> server.getAttribute(processor, "Readiness").equals("ready"));
            assertThat(server.invoke(processor, "pause", null, null)).asString().startsWith("Paused.");
            assertThat(server.getAttribute(processor, "Readiness")).asString().startsWith("paused by an operator");

            host.stop();
            assertThat(server.isRegistered(processor)).isFalse();
        }
    }
}
