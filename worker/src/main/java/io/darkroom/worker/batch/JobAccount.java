package io.darkroom.worker.batch;

import io.darkroom.contracts.job.Priority;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the batch scheduler books for one job: its samples in the batch, when its work is due, and the device time that it used.
 * The job itself holds a {@link DeviceLease}. Guarded by the device's lock, except {@link #events} and {@link #deviceNanos}.
 */
final class JobAccount {
    private static final Comparator<RunningSample> FURTHEST_BEHIND = Comparator.comparingInt(RunningSample::done)
            .thenComparing(RunningSample::gathered, Comparator.reverseOrder());

    private final Denoiser denoiser;
    private final Priority priority;
    private final String model;
    private final StepEvents events = new StepEvents();
    private final AtomicLong nanos = new AtomicLong();
    private final List<RunningSample> samples = new ArrayList<>();
    private final List<RunningSample> unclaimed = new ArrayList<>();
    private double virtualEnd;
    private boolean closed;

    /** @param model id, a metric label */
    JobAccount(Denoiser denoiser, Priority priority, String model) {
        this.denoiser = denoiser;
        this.priority = priority;
        this.model = model;
    }

    Denoiser denoiser() {
        return denoiser;
    }

    Priority priority() {
        return priority;
    }

    String model() {
        return model;
    }

    StepEvents events() {
        return events;
    }

    /** Adds a sample to the batch; one whose last step is done is only reported. */
    void add(RunningSample sample) {
        unclaimed.add(sample);
        if (sample.finished()) {
            events.resumedAtEnd(sample);
        } else {
            samples.add(sample);
        }
    }

    /** A sample did its last step: it leaves the batch, and waits for the job to claim it. */
    void finish(RunningSample sample) {
        samples.remove(sample);
    }

    /** The job read the end of a sample. */
    void claim(RunningSample sample) {
        unclaimed.remove(sample);
    }

    /** A sample failed. */
    void drop(RunningSample sample) {
        samples.remove(sample);
        unclaimed.remove(sample);
    }

    /** Whether there are samples to run. */
    boolean isWaiting() {
        return !samples.isEmpty();
    }

    /** Number of samples in the batch. */
    int size() {
        return samples.size();
    }

    /** Samples in the batch, in the order in which they get rows: the one furthest behind first, so that a grid grows evenly. */
    List<RunningSample> inOrder() {
        if (samples.size() == 1) {
            return samples;
        }
        List<RunningSample> ordered = new ArrayList<>(samples);
        ordered.sort(FURTHEST_BEHIND);
        return ordered;
    }

    /** Samples in the batch, and finished ones that the job has not claimed; a copy. */
    List<RunningSample> unclaimed() {
        return List.copyOf(unclaimed);
    }

    /** Virtual time at which its work would end under even sharing, see {@link FairSharing}. */
    double virtualEnd() {
        return virtualEnd;
    }

    void setVirtualEnd(double time) {
        virtualEnd = time;
    }

    void charge(long used) {
        nanos.addAndGet(used);
    }

    /** Device time used so far, nanoseconds. From any thread. */
    long deviceNanos() {
        return nanos.get();
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
        samples.clear();
        unclaimed.clear();
    }
}
