package io.darkroom.local.process;

import java.time.Duration;

/**
 * How long a component that died waits before its next start: doubling from {@code first} to {@code most}; a run that
 * lasted {@code healthy} starts the count again.
 */
public final class Backoff {
    private final Duration first;
    private final Duration most;
    private final Duration healthy;
    private int deaths;

    public Backoff(Duration first, Duration most, Duration healthy) {
        this.first = first;
        this.most = most;
        this.healthy = healthy;
    }

    /** 250 ms at first, ten seconds at most, reset after a run of half a minute. */
    public static Backoff standard() {
        return new Backoff(Duration.ofMillis(250), Duration.ofSeconds(10), Duration.ofSeconds(30));
    }

    /** The wait before the next start, after a run that lasted this long. */
    public Duration after(Duration run) {
        if (run.compareTo(healthy) >= 0) {
            deaths = 0;
        }
        Duration wait = first.multipliedBy(1L << Math.min(deaths, 20));
        deaths++;
        return wait.compareTo(most) > 0 ? most : wait;
    }
}
