package io.darkroom.worker.batch;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The events of one job on their way from the device thread to the job's thread. Events with a sample to show, ends and failures
 * are always published; plain progress is throttled.
 */
final class StepEvents {
    /** Plain progress is published at most this often: waking a thread for every step would cost more than the step. */
    private static final long PROGRESS_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** Longest wait for an event, so that a job can check for cancellation however long a step takes. */
    private static final long POLL_MILLIS = 200;

    private final LinkedBlockingQueue<Entry> queue = new LinkedBlockingQueue<>();

    // Below: written by the device thread only.
    private volatile int total;
    private long lastPublished = Long.MIN_VALUE / 2;

    /** What {@link #poll} returns. */
    sealed interface Entry {}

    /** A sample is one step further, finished or failed. */
    record Step(StepEvent event, RunningSample sample) implements Entry {}

    /** The device failed, and all of the job's samples with it. */
    record DeviceFailed(EngineException failure) implements Entry {}

    /**
     * Nothing happened for a while.
     *
     * @param total steps done by all samples so far
     */
    record Idle(int total) implements Entry {}

    /** The next entry; waits for 200 ms at most. */
    Entry poll() throws InterruptedException {
        Entry first = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        return first == null ? new Idle(total) : first;
    }

    /** A sample did a step. On the device thread. */
    void stepped(RunningSample sample, long now) {
        int sum = total + 1;
        total = sum;
        float @Nullable [] shown = sample.shown();
        if (shown != null || now - lastPublished >= PROGRESS_NANOS) {
            lastPublished = now;
            publish(sample, shown, sum);
        }
    }

    /** A sample was submitted whose last step was done already. */
    void resumedAtEnd(RunningSample sample) {
        publish(sample, sample.shown(), total);
    }

    private void publish(RunningSample sample, float @Nullable [] shown, int sum) {
        queue.add(new Step(StepEvent.of(sample.item(), sample.done(), sample.finished(), shown, sum), sample));
    }

    /** One sample has no end, the others go on. */
    void sampleFailed(RunningSample sample, EngineException failure) {
        queue.add(new Step(StepEvent.failed(sample.item(), sample.done(), total, failure), sample));
    }

    void deviceFailed(EngineException failure) {
        queue.add(new DeviceFailed(failure));
    }
}
