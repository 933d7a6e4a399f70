package io.connectprocessor.failure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailedExceptionTest {

    private static final Failure FAILURE = Failure.of(FailureKind.REFUSED, "Connect answered 409");

    @Test
    void it_says_what_was_tried_and_what_came_of_it() {
        FailedException failed = new FailedException("approve PR-1", FAILURE, "Look at it.", null);

        assertThat(failed).hasMessage("Tried to approve PR-1, but Connect answered 409");
        assertThat(failed.sentences()).isEqualTo("Tried to approve PR-1, but Connect answered 409. Look at it.");
    }

    @Test
    void without_anything_tried_or_advised_only_the_failure_is_said() {
        FailedException failed = new FailedException(null, Failure.of(FailureKind.BUG, "it broke."), null, null);

        assertThat(failed).hasMessage("it broke.");
        assertThat(failed.sentences()).isEqualTo("it broke.");
        assertThat(failed.advice()).isNull();
    }

    @Test
    void it_is_found_below_other_exceptions() {
        FailedException failed = new FailedException(null, FAILURE, null, new IllegalStateException());

        assertThat(FailedException.in(failed)).isSameAs(failed);
        assertThat(FailedException.in(new RuntimeException(new Error(failed)))).isSameAs(failed);
        assertThat(FailedException.in(new RuntimeException("other"))).isNull();
        assertThat(FailedException.in(null)).isNull();
    }

    @Test
    void the_outermost_is_found_first() {
        FailedException inner = new FailedException(null, FAILURE, null, null);
        FailedException outer = new FailedException("approve PR-1", FAILURE, null, inner);

        assertThat(FailedException.in(new RuntimeException(outer))).isSameAs(outer);
    }
}
