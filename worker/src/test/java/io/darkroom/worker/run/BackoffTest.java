package io.darkroom.worker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));

    @Test
    void doublesUpToTheLongestWithJitterOfAHalf() {
        Random random = new Random(1);
        for (int failures = 1; failures < 200; failures++) {
            long full = Math.min(2_000, 100L << Math.min(failures - 1, 10));
            for (int draw = 0; draw < 20; draw++) {
                assertThat(backoff.after(failures, random))
                        .isBetween(Duration.ofMillis(full / 2), Duration.ofMillis(full));
            }
        }
    }

    @Test
    void treatsNoFailureAsTheFirst() {
        assertThat(backoff.after(0, new Random(1))).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
    }

    @Test
    void refusesWaitsThatDoNotGrow() {
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(3), Duration.ofSeconds(2)))
                .hasMessageContaining("PT3S")
                .hasMessageContaining("PT2S");
        assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(2)))
                .hasMessageContaining("PT0S");
    }
}
