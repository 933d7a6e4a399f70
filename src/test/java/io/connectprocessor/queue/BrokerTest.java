package io.connectprocessor.queue;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BrokerTest {

    @TempDir
    Path folder;

    @Test
    void a_message_lives_for_its_time_in_memory_and_one_of_high_priority_goes_first() throws Exception {
        BrokerOptions options;
        try (RestartableArtemis artemis = new RestartableArtemis(folder).start();
                Broker broker = new Broker(
                        options = new BrokerOptions(
                                artemis.url(),
                                RestartableArtemis.USER,
                                RestartableArtemis.PASSWORD,
                                1,
                                Duration.ofSeconds(50),
                                10));
                DefaultCamelContext context = new DefaultCamelContext()) {
            context.addComponent("jms", broker.component());
            context.start();
            long before = System.currentTimeMillis();
            try (ProducerTemplate template = context.createProducerTemplate()) {
                template.sendBody("jms:queue:requests", Map.of("id", "PR-1"));
                template.sendBodyAndHeader("jms:queue:requests", Map.of("id", "PR-2"), "JMSPriority", 9);
            }

            try (ActiveMQConnectionFactory connections =
                            new ActiveMQConnectionFactory(options.url(), options.user(), options.password());
                    Connection connection = connections.createConnection();
                    Session session = connection.createSession();
                    MessageConsumer consumer = session.createConsumer(session.createQueue("requests"))) {
                connection.start();
                Message first = consumer.receive();
                Message second = consumer.receive();
                assertThat(first.getBody(byte[].class)).asString().contains("PR-2");
                assertThat(second.getJMSPriority()).isEqualTo(Message.DEFAULT_PRIORITY);
                assertThat(second.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
                assertThat(second.getJMSExpiration()).isBetween(before + 49_000, System.currentTimeMillis() + 51_000);
            }
        }
    }
}
