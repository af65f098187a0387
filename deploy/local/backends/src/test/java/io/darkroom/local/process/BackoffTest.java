package io.darkroom.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Duration AT_ONCE = Duration.ZERO;

    @Test
    void doublesUpToTheMost() {
        Backoff backoff = Backoff.standard();
        assertThat(LongStream.range(0, 8).map(i -> backoff.after(AT_ONCE).toMillis()))
                .containsExactly(250L, 500L, 1_000L, 2_000L, 4_000L, 8_000L, 10_000L, 10_000L);
    }

    @Test
    void aHealthyRunStartsTheCountAgain() {
        Backoff backoff = Backoff.standard();
        backoff.after(AT_ONCE);
        backoff.after(AT_ONCE);
        assertThat(backoff.after(Duration.ofMinutes(1)).toMillis()).isEqualTo(250);
    }

    @Test
    void neverOverflows() {
        Backoff backoff = Backoff.standard();
        assertThat(LongStream.range(0, 200).map(i -> backoff.after(AT_ONCE).toMillis()))
                .allMatch(wait -> wait > 0 && wait <= 10_000);
    }
}
