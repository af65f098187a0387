package io.darkroom.chaos.inject;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits that end early when the run ends. */
public final class Timeouts {
    private final CountDownLatch over = new CountDownLatch(1);

    /** Waits; returns whether the run ended meanwhile. */
    public boolean await(Duration time) throws InterruptedException {
        return over.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    public void end() {
        over.countDown();
    }
}
