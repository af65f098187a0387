package io.darkroom.worker.batch;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A job's handle on the device. A job opens one, submits samples at any time, reads their step events, and closes it whatever
 * happens. After closing, none of its samples takes part in another run, and a run that serves no other job ends early.
 *
 * <p>Used by the job's thread; {@link #snapshot} and {@link #deviceNanos} from any thread.
 */
public final class DeviceLease implements AutoCloseable {
    private final DeviceThread device;
    private final JobAccount account;
    private final Runnable onClose;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @param onClose called once, when it is closed */
    DeviceLease(DeviceThread device, JobAccount account, Runnable onClose) {
        this.device = device;
        this.account = account;
        this.onClose = onClose;
    }

    /** Adds a sample to the batch; it takes part from the next run on. */
    public void submit(SampleRequest request) {
        submit(List.of(request));
    }

    /** Adds samples to the batch together, so that they all take part from the same run on. */
    public void submit(List<SampleRequest> requests) {
        device.submit(
                account,
                requests.stream()
                        .map(request -> new RunningSample(account, request))
                        .toList());
    }

    /**
     * Resumes a sample that has done some steps already, on this worker or on another one. A sample whose last step is done is
     * reported as finished at once.
     *
     * @param request as it was submitted at first, except that its start is ignored
     * @param state from {@link #snapshot}
     * @throws IllegalArgumentException if the state belongs to another request
     */
    public void submit(SampleRequest request, SampleState state) {
        device.submit(account, List.of(new RunningSample(account, request, state)));
    }

    /**
     * The states of all samples whose end was not yet returned by {@link #next}. From any thread, at any time, without waiting for
     * the run under way: each sample is as it was after its last whole step. Samples that failed are left out.
     */
    public List<SampleState> snapshot() {
        return device.unclaimed(account).stream().map(RunningSample::state).toList();
    }

    /**
     * Waits for the next event of any of the samples: a preview that was asked for, the end or the failure of a sample, progress.
     * If nothing happens for 200 ms, returns the present total (item and step 0), so that the caller can check for cancellation.
     *
     * @throws EngineException if the device failed; all samples are lost then
     */
    public StepEvent next() throws InterruptedException {
        return switch (account.events().poll()) {
            case StepEvents.Step(StepEvent event, RunningSample sample) -> {
                if (event.finished()) {
                    device.claim(account, sample);
                }
                yield event;
            }
            case StepEvents.DeviceFailed(EngineException failure) -> throw failure;
            case StepEvents.Idle(int total) -> StepEvent.of(0, 0, false, null, total);
        };
    }

    /**
     * Runs other work of this job on the device thread, between two runs of the batch.
     *
     * @throws EngineException if it fails
     */
    public <T> T call(Callable<T> work) throws InterruptedException {
        return device.call(account, work);
    }

    /** Device time that this job used, nanoseconds. */
    public long deviceNanos() {
        return account.deviceNanos();
    }

    @Override
    public void close() {
        device.leave(account);
        if (closed.compareAndSet(false, true)) {
            onClose.run();
        }
    }
}
