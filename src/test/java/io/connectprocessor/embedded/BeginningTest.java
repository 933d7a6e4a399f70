package io.connectprocessor.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** How the start waits for Connect; time is the test's. */
class BeginningTest {

    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final List<Duration> waits = new ArrayList<>();
    private final Deque<String> reasons = new ArrayDeque<>();
    private long now;
    private int asked;

    @BeforeEach
    void listen() {
        log.start();
        ((Logger) LoggerFactory.getLogger(Beginning.class)).addAppender(log);
    }

    @AfterEach
    void hear_no_more() {
        ((Logger) LoggerFactory.getLogger(Beginning.class)).detachAppender(log);
    }

    private Optional<String> why() {
        asked++;
        return Optional.ofNullable(reasons.poll());
    }

    private boolean pass(Duration wait) {
        waits.add(wait);
        now += wait.toNanos();
        return false;
    }

    private Beginning beginning() {
        return new Beginning(this::why, FIRST, LONGEST, () -> now);
    }

    private void away(int times) {
        for (int i = 0; i < times; i++) {
            reasons.add("Connect did not answer.");
        }
    }

    private List<String> said() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void begins_at_once_when_it_may() throws Exception {
        assertThat(beginning().run(Duration.ZERO, this::pass)).isEmpty();

        assertThat(asked).isEqualTo(1);
        assertThat(waits).isEmpty();
        assertThat(said()).isEmpty();
    }

    @Test
    void asks_at_growing_distances_up_to_the_longest() throws Exception {
        away(12);

        assertThat(beginning().run(null, this::pass)).isEmpty();

        assertThat(waits.stream().map(Duration::toSeconds))
                .containsExactly(2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 512L, 600L, 600L, 600L);
    }

    @Test
    void asks_once_more_when_the_time_is_up_and_then_says_why_not() throws Exception {
        away(100);

        assertThat(beginning().run(Duration.ofSeconds(10), this::pass)).contains("Connect did not answer.");

        assertThat(waits.stream().map(Duration::toSeconds)).containsExactly(2L, 4L, 4L);
        assertThat(asked).isEqualTo(4);
    }

    @Test
    void without_any_time_it_asks_once() throws Exception {
        away(100);

        assertThat(beginning().run(Duration.ZERO, this::pass)).isPresent();

        assertThat(asked).isEqualTo(1);
        assertThat(waits).isEmpty();
    }

    @Test
    void gives_up_when_somebody_stops_it() throws Exception {
        away(100);

        assertThat(beginning().run(null, wait -> true)).isPresent();

        assertThat(asked).isEqualTo(1);
    }

    @Test
    void says_the_same_reason_once_a_minute_and_another_one_at_once() throws Exception {
        away(6); // at 0, 2, 6, 14, 30 and 62 s
        reasons.add("Connect answered 401."); // at 126 s
        reasons.add("Connect answered 401."); // at 254 s

        beginning().run(null, this::pass);

        assertThat(said())
                .containsExactly(
                        "Connect did not answer. Asking again in 2 s",
                        "Connect did not answer. Asking again in 64 s",
                        "Connect answered 401. Asking again in 128 s",
                        "Connect answered 401. Asking again in 256 s");
    }
}
