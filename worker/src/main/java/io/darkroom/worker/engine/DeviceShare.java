package io.darkroom.worker.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One job's share of the device: its samples in the running batch, and what it had of the device's time. A job opens
 * one, submits samples at any time, takes their steps in turn, and closes it, whatever happened. After closing, none of
 * its samples takes part in another run, and a run that is only for it ends early.
 */
public final class DeviceShare implements AutoCloseable {
    private final DeviceThread device;
    private final Denoiser denoiser;
    private final LinkedBlockingQueue<Object> steps = new LinkedBlockingQueue<>();
    private final AtomicLong nanos = new AtomicLong();

    // Below: guarded by the device's lock.
    private final List<RunningSample> samples = new ArrayList<>();
    private long served;
    private boolean closed;

    DeviceShare(DeviceThread device, Denoiser denoiser) {
        this.device = device;
        this.denoiser = denoiser;
    }

    /** Puts a sample into the batch; it takes part from the next run on. */
    public void submit(SampleRequest request) {
        device.submit(this, new RunningSample(this, request));
    }

    /**
     * Waits for the next step of any of the samples.
     *
     * @throws EngineException if the device failed; the samples are gone then
     */
    public Stepped next() throws InterruptedException {
        return switch (steps.take()) {
            case Stepped stepped -> stepped;
            case EngineException failure -> throw failure;
            case Object other -> throw new IllegalStateException("not a step: " + other);
        };
    }

    /**
     * Runs other work of this job on the device, between two runs of the batch.
     *
     * @throws EngineException if it fails
     */
    public <T> T call(Callable<T> work) throws InterruptedException {
        return device.call(this, work);
    }

    /** What this job had of the device's time, nanoseconds. */
    public long deviceNanos() {
        return nanos.get();
    }

    @Override
    public void close() {
        device.leave(this);
    }

    Denoiser denoiser() {
        return denoiser;
    }

    void deliver(Object stepOrFailure) {
        steps.add(stepOrFailure);
    }

    // Below: called with the device's lock held.

    List<RunningSample> samples() {
        return samples;
    }

    /** Samples in the order in which they want to go on: who is furthest behind first, so that a grid grows evenly. */
    List<RunningSample> waiting() {
        return samples.stream()
                .sorted(Comparator.comparingInt(RunningSample::done)
                        .thenComparing(RunningSample::gathered, Comparator.reverseOrder()))
                .toList();
    }

    long served() {
        return served;
    }

    /** A share that was idle does not save up turns. */
    void catchUp(long clock) {
        served = Math.max(served, clock);
    }

    void charge(long used) {
        served += used;
        nanos.addAndGet(used);
    }

    boolean closed() {
        return closed;
    }

    void markClosed() {
        closed = true;
        samples.clear();
    }
}
