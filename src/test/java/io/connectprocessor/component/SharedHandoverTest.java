package io.connectprocessor.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.failure.Api;
import io.connectprocessor.sandbox.Sandbox;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a node does with a message that came by a queue at a broker. */
@Timeout(60)
class SharedHandoverTest {

    private static final SharedQueue QUEUE = new SharedQueue() {
        @Override
        public Optional<String> away() {
            return Optional.empty();
        }

        @Override
        public int depth() {
            return 10;
        }
    };

    @Test
    void after_an_outage_work_resumes_slowly_also_when_another_node_has_polled() throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(2);
        try (Sandbox sandbox = Sandbox.builder().start();
                Host host = new Host(sandbox, component -> component.useSharedQueue(QUEUE))) {
            Intake intake = host.component.intake();
            intake.pause(Api.VENDOR, false, "the vendor is away");
            intake.answered(Api.VENDOR, false);
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            AtomicReference<Thread> second = new AtomicReference<>();

            Future<Exchange> first = workers.submit(() -> host.work(
                    sandbox.seed().purchase().pending(),
                    route -> route.process(exchange -> {
                        begun.countDown();
                        goOn.await();
                    })));
            begun.await();
            Future<Exchange> beside = workers.submit(() -> {
                second.set(Thread.currentThread());
                return host.work(
                        sandbox.seed().purchase().pending(),
                        route -> route.setProperty("began").constant(true));
            });
            Awaitility.await().until(() -> second.get() != null && waitsForRoom(second.get()) || beside.isDone());
            assertThat(beside).isNotDone();
            goOn.countDown();

            assertThat(first.get().getException()).isNull();
            assertThat(beside.get().getProperty("began")).isEqualTo(true);
        } finally {
            workers.shutdownNow();
        }
    }

    private static boolean waitsForRoom(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("awaitRoom"));
    }
}
