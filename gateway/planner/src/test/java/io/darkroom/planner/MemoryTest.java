package io.darkroom.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MemoryTest {
    @Test
    void surplusIsWhatWasIdleAllTheTime() {
        IdleWindow surplus = new IdleWindow(10);
        assertThat(surplus.least(0, 5)).as("a whole window must be seen first").isZero();
        assertThat(surplus.least(5, 3)).isZero();
        assertThat(surplus.least(10, 4)).isEqualTo(3);
        assertThat(surplus.least(16, 6))
                .as("the 3 of five seconds is forgotten")
                .isEqualTo(4);
        surplus.retired(4);
        assertThat(surplus.least(17, 2))
                .as("those that left are not surplus again")
                .isZero();
    }

    @Test
    void theOfferedLoadIsAMeanOverTheWindow() {
        OfferedLoad load = new OfferedLoad(100, 10);
        load.add(1_000, 50);
        assertThat(load.rate(1_000)).isEqualTo(5, within(1e-9));
        assertThat(load.rate(1_050)).isEqualTo(1, within(1e-9));
        load.add(1_095, 45);
        assertThat(load.rate(1_095)).isEqualTo(1, within(1e-9));
        assertThat(load.rate(1_150)).as("the first slice is out").isBetween(0.3, 0.6);
        assertThat(load.rate(5_000)).isZero();
    }

    @Test
    void whatOutlivesItsPredictionIsNotDoneAtOnce() {
        assertThat(Remaining.seconds(30, 10)).isEqualTo(20);
        assertThat(Remaining.seconds(30, 40)).isEqualTo(10);
    }
}
