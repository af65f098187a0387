package io.darkroom.chaos.inject;

import io.darkroom.chaos.watch.KafkaTail;
import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.job.JobId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Waits until a worker is in the middle of a long job, so that a fault interrupts one. */
final class LongJobTrigger {
    private static final int MANY_STEPS = 20;

    private final KafkaTail tail;

    LongJobTrigger(KafkaTail tail) {
        this.tail = tail;
    }

    /** Returns once that is so, or after that time. */
    void await(String worker, Duration atMost) throws InterruptedException {
        CountDownLatch met = new CountDownLatch(1);
        Map<JobId, String> workers = new ConcurrentHashMap<>();
        Consumer<JobEvent> listener = event -> {
            if (event instanceof JobEvent.Started started) {
                workers.put(started.jobId(), started.worker());
            } else if (event instanceof JobEvent.Progressed progressed
                    && progressed.steps() >= MANY_STEPS
                    && progressed.step() * 2 < progressed.steps()
                    && worker.equals(workers.get(progressed.jobId()))) {
                met.countDown();
            }
        };
        tail.listen(listener);
        try {
            var unused = met.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            tail.forget(listener);
        }
    }
}
