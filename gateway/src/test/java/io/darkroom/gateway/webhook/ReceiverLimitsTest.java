package io.darkroom.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReceiverLimitsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

    @Test
    void aFullReceiverDoesNotKeepAnotherWaiting() throws Exception {
        ReceiverLimits limits = new ReceiverLimits(1, 5, Duration.ofMillis(20), CLOCK);
        var held = limits.acquire("slow").orElseThrow();
        assertThat(limits.acquire("slow")).isEmpty();
        assertThat(limits.acquire("quick")).isPresent();
        held.close();
        assertThat(limits.acquire("slow")).isPresent();
    }

    @Test
    void keepsTheLimitUnderARushAndForgetsReceiversAfterwards() throws Exception {
        ReceiverLimits limits = new ReceiverLimits(3, 300, Duration.ofSeconds(30), CLOCK);
        assertThat(rush(limits, 300)).isBetween(1, 6);
        assertThat(limits.receivers()).isZero();
    }

    @Test
    void aFailingReceiverGetsOneCallAtATimeUntilItsFirstSuccess() throws Exception {
        ReceiverLimits limits = new ReceiverLimits(3, 300, Duration.ofMillis(20), CLOCK);
        for (int i = 0; i < ReceiverLimits.FAILING; i++) {
            assertThat(limits.isFailing("r")).isFalse();
            limits.failed("r");
        }
        assertThat(limits.isFailing("r")).isTrue();
        assertThat(limits.failing()).isEqualTo(1);
        var probe = limits.acquire("r").orElseThrow();
        assertThat(limits.acquire("r")).isEmpty();
        assertThat(limits.acquire("other")).isPresent();
        limits.succeeded("r");
        probe.close();
        var first = limits.acquire("r").orElseThrow();
        var second = limits.acquire("r").orElseThrow();
        first.close();
        second.close();
        assertThat(limits.isFailing("r")).isFalse();
    }

    @Test
    void onlySoManyWaitForAReceiver() throws Exception {
        Duration patience = Duration.ofSeconds(20);
        ReceiverLimits limits = new ReceiverLimits(1, 10, patience, CLOCK);
        var held = limits.acquire("slow").orElseThrow();
        long begin = System.nanoTime();
        CountDownLatch refused = new CountDownLatch(90);
        List<Future<?>> guests = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++) {
                guests.add(threads.submit(() -> {
                    var pass = limits.acquire("slow");
                    if (pass.isEmpty()) {
                        refused.countDown();
                    } else {
                        pass.get().close();
                    }
                    return null;
                }));
            }
            refused.await();
            held.close();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(patience);
        assertThat(limits.receivers()).isZero();
    }

    /** The most that were inside two receivers together. */
    private static int rush(ReceiverLimits limits, int guests) throws InterruptedException {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(guests);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < guests; i++) {
                String receiver = "r" + i % 2;
                threads.submit(() -> {
                    try (var pass = limits.acquire(receiver).orElseThrow()) {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        Thread.yield();
                        inside.decrementAndGet();
                        done.countDown();
                    }
                    return null;
                });
            }
        }
        assertThat(done.getCount()).isZero();
        return most.get();
    }
}
