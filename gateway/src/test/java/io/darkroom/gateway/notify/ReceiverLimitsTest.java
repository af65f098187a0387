package io.darkroom.gateway.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReceiverLimitsTest {
    @Test
    void aFullReceiverDoesNotKeepAnotherWaiting() throws Exception {
        ReceiverLimits limits = new ReceiverLimits(1, Duration.ofMillis(20));
        assertThat(limits.enter("slow")).isTrue();
        assertThat(limits.enter("slow")).isFalse();
        assertThat(limits.enter("quick")).isTrue();
        limits.leave("slow");
        assertThat(limits.enter("slow")).isTrue();
    }

    @Test
    void keepsTheLimitUnderARushAndForgetsReceiversAfterwards() throws Exception {
        ReceiverLimits limits = new ReceiverLimits(3, Duration.ofSeconds(30));
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(300);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 300; i++) {
                String receiver = "r" + i % 2;
                threads.submit(() -> {
                    if (limits.enter(receiver)) {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        Thread.yield();
                        inside.decrementAndGet();
                        limits.leave(receiver);
                        done.countDown();
                    }
                    return null;
                });
            }
        }
        assertThat(done.getCount()).isZero();
        assertThat(most.get()).isBetween(1, 6);
        assertThat(limits.receivers()).isZero();
    }
}
