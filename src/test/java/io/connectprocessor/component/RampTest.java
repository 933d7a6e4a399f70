package io.connectprocessor.component;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RampTest {

    private final Ramp ramp = new Ramp(4);

    private int room() {
        int room = 0;
        while (room < 100 && ramp.hasRoomBeside(room)) {
            room++;
        }
        return room;
    }

    private void answers(int times) {
        for (int i = 0; i < times; i++) {
            ramp.answers();
        }
    }

    @Test
    void has_any_room_when_all_is_well() {
        ramp.stumbles();
        answers(3);

        assertThat(room()).isEqualTo(100);
    }

    @Test
    void begins_with_one_and_lets_one_more_in_after_each_round_that_went_well() {
        ramp.isBack();
        assertThat(room()).isEqualTo(1);
        answers(1);
        assertThat(room()).isEqualTo(2);
        answers(1);
        assertThat(room()).isEqualTo(2);
        answers(1);
        assertThat(room()).isEqualTo(3);
        answers(3);

        assertThat(room()).as("as many as there are workers: no limit any more").isEqualTo(100);
    }

    @Test
    void is_halved_by_a_call_that_fails_but_always_lets_one_in() {
        ramp.isBack();
        answers(4);
        assertThat(room()).isEqualTo(3);

        ramp.stumbles();
        assertThat(room()).isEqualTo(1);
        ramp.stumbles();
        assertThat(room()).isEqualTo(1);
    }
}
