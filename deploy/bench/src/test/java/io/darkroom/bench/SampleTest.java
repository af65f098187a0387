package io.darkroom.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SampleTest {
    @Test
    void findsPercentilesByNearestRank() {
        Sample hundred = new Sample(
                LongStream.rangeClosed(1, 100).map(i -> i * 1_000_000).toArray());

        assertThat(hundred.millis(0.5)).isEqualTo(50);
        assertThat(hundred.millis(0.99)).isEqualTo(99);
        assertThat(hundred.millis(1)).isEqualTo(100);
        assertThat(new Sample(new long[] {3_000_000}).millis(0.01)).isEqualTo(3);
    }

    @Test
    void doesNotDependOnTheOrderOfMeasurement() {
        long[] shuffled = {5_000_000, 1_000_000, 3_000_000};

        assertThat(new Sample(shuffled).millis(0.5)).isEqualTo(3);
        assertThat(shuffled).as("the caller's array").containsExactly(5_000_000, 1_000_000, 3_000_000);
    }

    @Test
    void takesTheMeanOfTheMiddleTwoAsMedian() {
        assertThat(Sample.median(4, 1, 2, 100)).isEqualTo(3);
        assertThat(Sample.median(7)).isEqualTo(7);
    }

    @Test
    void refusesToSayAnythingAboutNothing() {
        assertThatThrownBy(() -> new Sample(new long[0])).isInstanceOf(IllegalArgumentException.class);
    }
}
