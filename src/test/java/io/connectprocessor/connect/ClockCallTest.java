package io.connectprocessor.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.http.HttpAnswer;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClockCallTest {

    private final ClockCall call = new ClockCall(GetCall.ofProduct("PRD-1"));

    private static HttpAnswer answer(String date) {
        return new HttpAnswer(200, new byte[0], null, null, date);
    }

    @Test
    void the_date_of_an_answer_is_the_platforms_time() {
        assertThat(call.read(answer("Tue, 15 Nov 1994 08:12:31 GMT"), new Json()))
                .contains(Instant.parse("1994-11-15T08:12:31Z"));
        assertThat(call.call(new Json()).path()).isEqualTo("/products/PRD-1");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "now", "2024-01-01T00:00:00Z"})
    void an_answer_without_a_date_says_nothing(String date) {
        assertThat(call.read(answer(date), new Json())).isEmpty();
    }
}
