package io.darkroom.worker.batch;

import io.darkroom.contracts.job.Priority;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One job's share of the device: its samples in the running batch, and what it had of the device's time. A job opens
 * one, submits samples at any time, follows their steps, and closes it, whatever happened. After closing, none of its
 * samples takes part in another run, and a run that is only for it ends early.
 */
public final class DeviceLease implements AutoCloseable {
    /** Steps that nobody wants to see are told together, this often: waking a thread for each would cost more than it. */
    private static final long TELL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** However long a step takes, the job can look this often whether it is still wanted. */
    private static final long BEAT_MILLIS = 200;

    private static final Comparator<RunningSample> FURTHEST_BEHIND = Comparator.comparingInt(RunningSample::done)
            .thenComparing(RunningSample::gathered, Comparator.reverseOrder());

    private final DeviceThread device;
    private final Denoiser denoiser;
    private final Priority priority;
    private final String model;
    private final Runnable left;
    private final AtomicBoolean leaving = new AtomicBoolean();
    private final LinkedBlockingQueue<Object> news = new LinkedBlockingQueue<>();
    private final AtomicLong nanos = new AtomicLong();

    // Below: written by the device thread only.
    private volatile int total;
    private long told = Long.MIN_VALUE / 2;

    // Below: guarded by the device's lock.
    private final List<RunningSample> samples = new ArrayList<>();
    private final List<RunningSample> unseen = new ArrayList<>();
    private final Set<Integer> rows = new TreeSet<>();
    private double end;
    private boolean closed;

    /** @param left called once when it is closed */
    DeviceLease(DeviceThread device, Denoiser denoiser, Priority priority, String model, Runnable left) {
        this.model = model;
        this.left = left;
        this.device = device;
        this.denoiser = denoiser;
        this.priority = priority;
    }

    /** Puts a sample into the batch; it takes part from the next run on. */
    public void submit(SampleRequest request) {
        submit(List.of(request));
    }

    /** Puts samples into the batch together, so that they all take part from the same run on. */
    public void submit(List<SampleRequest> requests) {
        device.submit(
                this,
                requests.stream()
                        .map(request -> new RunningSample(this, request))
                        .toList());
    }

    /**
     * Puts a sample into the batch that has come some way already, on this worker or on another one. If it had come to its end,
     * it is told as finished at once.
     *
     * @param request as it was submitted at first, except that the start is not looked at
     * @param state of {@link #snapshot}
     */
    public void submit(SampleRequest request, SampleState state) {
        device.submit(this, List.of(new RunningSample(this, request, state)));
    }

    /**
     * Where all samples stand whose end was not yet taken by {@link #next}. From any thread, at any time, without waiting for the
     * step under way: each sample is as it was after its last whole step. Those of a sample that failed are left out.
     */
    public List<SampleState> snapshot() {
        return device.unseen(this).stream().map(RunningSample::state).toList();
    }

    /**
     * Waits for news of any of the samples: a picture that was wanted, an end, a failure of one sample, progress. Where nothing
     * happens for long, the present total comes again (item and step 0), so that the caller can look whether the job is still
     * wanted.
     *
     * @throws EngineException if the device failed; the samples are gone then
     */
    public StepEvent next() throws InterruptedException {
        Object first = news.poll(BEAT_MILLIS, TimeUnit.MILLISECONDS);
        return switch (first) {
            case News(StepEvent stepped, RunningSample sample) -> {
                if (stepped.finished()) {
                    device.seen(this, sample);
                }
                yield stepped;
            }
            case EngineException failure -> throw failure;
            case null -> StepEvent.of(0, 0, false, null, total);
            default -> throw new IllegalStateException("not news: " + first);
        };
    }

    /** What is told, and of whom. */
    private record News(StepEvent stepped, RunningSample sample) {}

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

    /** Sizes of the runs that this job's samples took part in, ascending; more than one only where memory ran short. */
    public List<Integer> rowsOfRuns() {
        return device.rowsOf(this);
    }

    @Override
    public void close() {
        device.leave(this);
        if (leaving.compareAndSet(false, true)) {
            left.run();
        }
    }

    Denoiser denoiser() {
        return denoiser;
    }

    /** Id of the model that it is for. */
    String model() {
        return model;
    }

    Priority priority() {
        return priority;
    }

    /** Called on the device thread, after a sample's step. */
    void stepped(RunningSample sample, long now) {
        int sum = total + 1;
        total = sum;
        float @Nullable [] picture = sample.picture();
        if (picture != null || now - told >= TELL_NANOS) {
            told = now;
            tell(sample, picture, sum);
        }
    }

    /** A sample that was submitted at its end. */
    void tellEnd(RunningSample sample) {
        tell(sample, sample.picture(), total);
    }

    private void tell(RunningSample sample, float @Nullable [] picture, int sum) {
        news.add(new News(StepEvent.of(sample.item(), sample.done(), sample.finished(), picture, sum), sample));
    }

    /** All of its samples are gone. */
    void fail(EngineException failure) {
        news.add(failure);
    }

    /**
     * One sample has no end. Where the model made numbers of it that are none, that says nothing of the others; where the device
     * failed, all of the job's samples are gone.
     */
    void fail(RunningSample sample, EngineException failure) {
        if (failure.reason() == EngineException.Reason.BROKEN) {
            news.add(new News(StepEvent.failed(sample.item(), sample.done(), total, failure), sample));
        } else {
            fail(failure);
        }
    }

    // Below: called with the device's lock held.

    /** Those in the batch. */
    List<RunningSample> samples() {
        return samples;
    }

    /** Those in the batch, and those at their end that nobody took yet. */
    List<RunningSample> unseen() {
        return unseen;
    }

    Set<Integer> rows() {
        return rows;
    }

    /** Samples in the order in which they want to go on: who is furthest behind first, so that a grid grows evenly. */
    List<RunningSample> waiting() {
        if (samples.size() == 1) {
            return samples;
        }
        List<RunningSample> ordered = new ArrayList<>(samples);
        ordered.sort(FURTHEST_BEHIND);
        return ordered;
    }

    /** When its work would end under even sharing, by which it is told from others. */
    double end() {
        return end;
    }

    void endsAt(double time) {
        end = time;
    }

    void charge(long used) {
        nanos.addAndGet(used);
    }

    void ranWith(int size) {
        rows.add(size);
    }

    boolean closed() {
        return closed;
    }

    void markClosed() {
        closed = true;
        samples.clear();
        unseen.clear();
    }
}
