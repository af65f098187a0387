package io.darkroom.rules.bad.worker;

import io.darkroom.rules.bad.gateway.KnowsTools;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Every way to sleep; and the worker must not know the gateway. */
public final class Sleeps {
    interface Nap {
        void take(long millis) throws InterruptedException;
    }

    final Nap byReference = Thread::sleep;
    KnowsTools gateway;

    void threads() throws InterruptedException {
        Thread.sleep(1L);
        Thread.sleep(1L, 1);
        Thread.sleep(Duration.ofMillis(1));
    }

    void units() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(1);
    }

    void parks() {
        LockSupport.parkNanos(1);
        LockSupport.parkNanos(this, 1);
        LockSupport.parkUntil(1);
    }

    synchronized void waits() throws InterruptedException {
        wait(1);
    }
}
