package io.connectprocessor.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.ServiceStatus;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.EventNotifierSupport;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.RoutePolicySupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class RouteReloaderTest {

    private static final RouteValidator VALIDATOR = new RouteValidator(
            Map.of(), scratch -> scratch.getRegistry().bind("onlyInTheTrial", new RoutePolicySupport() {}));

    @TempDir
    Path temp;

    private final Time time = new Time();
    private final Rest rest = new Rest();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Path routes;
    private ProducerTemplate send;
    private RouteReloader reloader;

    @BeforeEach
    void start() throws Exception {
        routes = Files.createDirectory(temp.resolve("routes"));
        write("dead-letter", policy("handled by one"));
        write(
                "process-request",
                "- route:\n    id: process-request\n    description: d\n    routeConfigurationId: error-policy\n"
                        + "    from:\n      uri: direct:process-request\n      steps:\n        - to: direct:on-x\n");
        write(
                "take-request",
                "- route:\n    id: take-request\n    description: d\n    from:\n      uri: seda:requests\n"
                        + "      parameters: { concurrentConsumers: 4, pollTimeout: 20 }\n      steps:\n        - to: direct:process-request\n");
        write("on-x", route("on-x", "- setBody: { constant: one }"));
        write("on-y", route("on-y", "- setBody: { constant: y }"));
        context.addComponent("direct", failingAtOnce());
        reloader = new RouteReloader(
                context, routes, VALIDATOR, rest, time, Duration.ofMillis(20), Duration.ofMillis(200));
        List<Resource> files = new ArrayList<>();
        RouteFolder.read(routes).files().forEach(file -> files.add(new RouteSource(file)));
        PluginHelper.getRoutesLoader(context).loadRoutes(files);
        context.start();
        send = context.createProducerTemplate();
        log.start();
        ((Logger) LoggerFactory.getLogger(RouteReloader.class)).addAppender(log);
    }

    @AfterEach
    void stop() {
        ((Logger) LoggerFactory.getLogger(RouteReloader.class)).detachAppender(log);
        reloader.close();
        context.stop();
    }

    private static DirectComponent failingAtOnce() {
        DirectComponent direct = new DirectComponent();
        direct.setBlock(false);
        return direct;
    }

    private static String route(String name, String steps) {
        return "- route:\n    id: " + name + "\n    description: d\n    from:\n      uri: direct:" + name
                + "\n      steps:\n" + steps.indent(8);
    }

    private static String policy(String answer) {
        return """
                - routeConfiguration:
                    errorHandler:
                      noErrorHandler: {}
                - routeConfiguration:
                    id: error-policy
                    onException:
                      - onException:
                          exception:
                            - java.lang.Throwable
                          handled:
                            constant: "true"
                          steps:
                            - setBody: { constant: "ANSWER" }
                """.replace("ANSWER", answer) + route("dead-letter", "- setBody: { constant: dead }");
    }

    private void write(String stem, String text) throws IOException {
        Files.writeString(routes.resolve(stem + ".camel.yaml"), text);
    }

    private void settle() throws InterruptedException {
        reloader.check();
        time.pass(Duration.ofMillis(500));
        reloader.check();
    }

    private String answer() {
        return send.requestBody("direct:process-request", "in", String.class);
    }

    private List<String> rejected() {
        return reloader.state().rejected().stream()
                .map(finding -> finding.toString().replace(temp + "/", ""))
                .toList();
    }

    private void broken(String text, String finding) throws Exception {
        write("on-x", text);

        settle();

        assertThat(rejected()).anySatisfy(said -> assertThat(said).startsWith(finding));
        assertThat(answer()).isEqualTo("one");
        assertThat(reloader.state().reloadedAt()).isNull();
        assertThat(log.list)
                .anyMatch(event -> event.getFormattedMessage().contains(finding))
                .anyMatch(event -> event.getFormattedMessage().contains("the old ones keep running"));
    }

    @Test
    void a_saved_route_takes_effect() throws Exception {
        write("on-x", route("on-x", "- setBody: { constant: two }"));

        settle();

        assertThat(answer()).isEqualTo("two");
        assertThat(reloader.state().reloadedAt()).isEqualTo(time.instant());
        assertThat(reloader.state().rejected()).isEmpty();
    }

    @Test
    void a_file_that_is_still_being_written_waits_until_it_is_still() throws Exception {
        write("on-x", route("on-x", "- setBody: { constant: two }"));
        reloader.check();
        time.pass(Duration.ofMillis(499));
        reloader.check();
        assertThat(answer()).isEqualTo("one");
        write("on-x", route("on-x", "- setBody: { constant: three }"));
        reloader.check();
        time.pass(Duration.ofMillis(499));
        reloader.check();
        assertThat(answer()).isEqualTo("one");
        time.pass(Duration.ofMillis(1));
        reloader.check();

        assertThat(answer()).isEqualTo("three");
    }

    @Test
    void other_routes_are_left_alone() throws Exception {
        Object before = context.getRoute("on-y");
        write("on-x", route("on-x", "- setBody: { constant: two }"));

        settle();

        assertThat(context.getRoute("on-y")).isSameAs(before);
    }

    @Test
    void a_syntax_error_leaves_the_old_route_running() throws Exception {
        broken(route("on-x", "- setBody: { constant: \"two }"), "routes/on-x.camel.yaml:8  this is not YAML");
    }

    @Test
    void a_bad_option_leaves_the_old_route_running() throws Exception {
        broken(
                route("on-x", "- to: \"direct:on-y?blok=true\""),
                "routes/on-x.camel.yaml:7  direct:on-y has no option blok  -> did you mean block?");
    }

    @Test
    void a_misspelt_direct_leaves_the_old_route_running() throws Exception {
        broken(
                route("on-x", "- to: direct:on-yy"),
                "routes/on-x.camel.yaml:7  no route listens on direct:on-yy  -> did you mean direct:on-y?");
    }

    @Test
    void an_empty_file_leaves_the_old_route_running() throws Exception {
        broken("", "routes/on-x.camel.yaml:1  the file is empty");
    }

    @Test
    void a_half_written_file_leaves_the_old_route_running() throws Exception {
        broken("- route:\n    id: on-x\n    description: d\n    from:\n", "routes/on-x.camel.yaml:4  from is empty");
    }

    @Test
    void a_broken_file_is_told_once_per_content() throws Exception {
        write("on-x", "");
        settle();
        int told = log.list.size();
        settle();
        assertThat(log.list).hasSize(told);
        write("on-x", "[]");

        settle();

        assertThat(log.list).hasSizeGreaterThan(told);
    }

    @Test
    void a_repaired_file_comes_into_effect() throws Exception {
        write("on-x", "- route: {");
        settle();
        write("on-x", route("on-x", "- setBody: { constant: two }"));

        settle();

        assertThat(answer()).isEqualTo("two");
        assertThat(reloader.state().rejected()).isEmpty();
    }

    @Test
    void a_file_put_back_as_it_was_is_no_longer_rejected() throws Exception {
        Object before = context.getRoute("on-x");
        write("on-x", "");
        settle();
        write("on-x", route("on-x", "- setBody: { constant: one }"));

        settle();

        assertThat(reloader.state().rejected()).isEmpty();
        assertThat(context.getRoute("on-x")).isSameAs(before);
    }

    @Test
    void a_new_file_adds_its_route() throws Exception {
        write("on-z", route("on-z", "- setBody: { constant: z }"));
        write("on-x", route("on-x", "- to: direct:on-z"));

        settle();

        assertThat(answer()).isEqualTo("z");
    }

    @Test
    void a_deleted_file_takes_its_route_with_it() throws Exception {
        Files.delete(routes.resolve("on-y.camel.yaml"));

        settle();

        assertThat(context.getRoute("on-y")).isNull();
        assertThat(answer()).isEqualTo("one");
    }

    @Test
    void a_deleted_file_that_is_called_keeps_its_route() throws Exception {
        Files.delete(routes.resolve("on-x.camel.yaml"));

        settle();

        assertThat(answer()).isEqualTo("one");
        assertThat(rejected())
                .singleElement()
                .asString()
                .startsWith("routes/process-request.camel.yaml:8  no route listens on direct:on-x");
    }

    @Test
    void an_edited_policy_reaches_the_routes_that_name_it() throws Exception {
        write("on-x", route("on-x", "- throwException: { exceptionType: java.io.IOException, message: m }"));
        settle();
        assertThat(answer()).isEqualTo("handled by one");
        write("dead-letter", policy("handled by two"));

        settle();

        assertThat(answer()).isEqualTo("handled by two");
        assertThat(context.getRouteConfigurationDefinitions()).hasSize(2);
    }

    @Test
    void called_routes_still_pass_failures_up_after_several_edits_of_the_policy() throws Exception {
        write(
                "on-x",
                route(
                        "on-x",
                        "- to: direct:on-y\n- setBody: { constant: \"went on although the called route had failed\" }"));
        write("on-y", route("on-y", "- throwException: { exceptionType: java.io.IOException, message: m }"));
        for (int edit = 0; edit < 3; edit++) {
            write("dead-letter", policy("handled by edit " + edit));
            settle();

            assertThat(answer()).isEqualTo("handled by edit " + edit);
            assertThat(context.getRouteConfigurationDefinitions()).hasSize(2);
        }
    }

    @Test
    void a_route_that_only_the_running_context_refuses_is_put_back() throws Exception {
        write("on-y", route("on-y", "- setBody: { constant: two }"));
        write(
                "on-x",
                "- route:\n    id: on-x\n    description: d\n    routePolicy: onlyInTheTrial\n    from:\n      uri: direct:on-x\n"
                        + "      steps:\n        - setBody: { constant: two }\n");

        settle();

        assertThat(answer()).isEqualTo("one");
        assertThat(send.requestBody("direct:on-y", "in", String.class)).isEqualTo("y");
        assertThat(rejected())
                .singleElement()
                .asString()
                .contains("routes/on-x.camel.yaml:4  ", "onlyInTheTrial", "the old routes are back");
    }

    @Test
    void a_route_that_was_stopped_stays_stopped() throws Exception {
        context.getRouteController().stopRoute("on-y");
        write("on-y", route("on-y", "- setBody: { constant: two }"));

        settle();

        assertThat(context.getRouteController().getRouteStatus("on-y")).isEqualTo(ServiceStatus.Stopped);
        context.getRouteController().startRoute("on-y");
        assertThat(send.requestBody("direct:on-y", "in", String.class)).isEqualTo("two");
    }

    @Test
    void an_edit_waits_for_work_that_does_not_come_to_rest_and_is_tried_again() throws Exception {
        rest.work();
        write("on-x", route("on-x", "- setBody: { constant: two }"));
        settle();
        assertThat(answer()).isEqualTo("one");
        assertThat(reloader.state().waiting()).isTrue();
        assertThat(rest.holds()).isZero();
        rest.done();
        time.pass(Duration.ofMillis(200));

        reloader.check();

        assertThat(answer()).isEqualTo("two");
        assertThat(reloader.state().waiting()).isFalse();
    }

    @Test
    void a_trigger_does_not_fire_into_an_exchange_and_goes_on_afterwards() throws Exception {
        Fired fired = new Fired();
        context.getManagementStrategy().addEventNotifier(fired);
        fired.start();
        write(
                "x-trigger",
                "- route:\n    id: x-trigger\n    description: d\n    from:\n      uri: timer:x\n"
                        + "      parameters: { period: 1, delay: 0 }\n      steps:\n        - to: direct:on-y\n");
        settle();
        for (int edit = 0; edit < 3; edit++) {
            write("on-y", route("on-y", "- setBody: { constant: y" + edit + " }"));
            settle();
            assertThat(rejected()).isEmpty();
            int before = fired.completed.get();
            await().atMost(Duration.ofSeconds(30)).until(() -> fired.completed.get() > before);
        }

        assertThat(fired.failed).hasValue(0);
    }

    @Test
    void no_message_fails_while_routes_are_exchanged_under_load() throws Exception {
        AtomicBoolean on = new AtomicBoolean(true);
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        Queue<String> answers = new ConcurrentLinkedQueue<>();
        List<Thread> producers = new ArrayList<>();
        CountDownLatch begun = new CountDownLatch(4);
        for (int i = 0; i < 4; i++) {
            Thread producer = new Thread(() -> {
                while (on.get()) {
                    rest.work();
                    try {
                        answers.add(send.requestBody("seda:requests", "in", String.class));
                    } catch (Throwable e) {
                        failures.add(e.getCause() == null ? e : e.getCause());
                    } finally {
                        rest.done();
                    }
                    begun.countDown();
                }
            });
            producer.start();
            producers.add(producer);
        }
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        for (int edit = 0; edit < 4; edit++) {
            String word = "edit" + edit;
            write("on-x", route("on-x", "- setBody: { constant: " + word + " }"));
            if (edit % 2 == 1) {
                write("dead-letter", policy(word));
            }
            settle();
            assertThat(rejected()).isEmpty();
            await().atMost(Duration.ofSeconds(30)).until(() -> answers.contains(word));
        }
        on.set(false);
        for (Thread producer : producers) {
            producer.join();
        }

        assertThat(failures).isEmpty();
        assertThat(answers).containsOnly("one", "edit0", "edit1", "edit2", "edit3");
    }

    @Test
    void the_watch_finds_an_edit_by_itself() throws Exception {
        reloader.start();
        write("on-x", route("on-x", "- setBody: { constant: two }"));

        await().atMost(Duration.ofSeconds(30)).until(() -> {
            time.pass(Duration.ofMillis(500));
            return answer().equals("two");
        });
    }

    /** Work and its rest, as the intake of the component has them. */
    private static final class Rest implements Quiesce {
        private final ReadWriteLock lock = new ReentrantReadWriteLock(true);
        private final AtomicInteger holds = new AtomicInteger();
        private boolean held;

        void work() {
            lock.readLock().lock();
        }

        void done() {
            lock.readLock().unlock();
        }

        @Override
        public boolean hold(Duration atMost) throws InterruptedException {
            holds.incrementAndGet();
            held = lock.writeLock().tryLock(atMost.toMillis(), TimeUnit.MILLISECONDS);
            return held;
        }

        @Override
        public void letGo() {
            holds.decrementAndGet();
            if (held) {
                lock.writeLock().unlock();
            }
        }

        int holds() {
            return holds.get();
        }
    }

    private static final class Fired extends EventNotifierSupport {
        final AtomicInteger completed = new AtomicInteger();
        final AtomicInteger failed = new AtomicInteger();

        @Override
        public void notify(CamelEvent event) {
            if (event instanceof CamelEvent.ExchangeCompletedEvent) {
                completed.incrementAndGet();
            } else if (event instanceof CamelEvent.ExchangeFailedEvent) {
                failed.incrementAndGet();
            }
        }
    }

    private static final class Time extends Clock {
        private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

        synchronized void pass(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
