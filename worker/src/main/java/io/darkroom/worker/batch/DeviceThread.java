package io.darkroom.worker.batch;

import io.darkroom.contracts.job.Priority;
import io.darkroom.platform.telemetry.log.LogFields;
import io.darkroom.platform.telemetry.metric.Meters;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The only thread that runs models. Before each run it asks the {@link BatchScheduler} which samples take part, so samples join
 * and leave at any step. Work other than denoising (encoding text, decoding, enlarging) goes first, because it is short and ends the wait
 * of a job that is nearly done; it is charged to its job like a run.
 *
 * <p>A run that does not fit into memory is repeated with half the rows, and so are all later ones: the jobs go on.
 */
public final class DeviceThread implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final LongSupplier nanoTime;
    private final DeviceMeters meters;
    private final Thread thread;

    // Below: guarded by the lock.
    private final BatchScheduler scheduler = new BatchScheduler();
    private final DeviceCalls calls = new DeviceCalls();
    private @Nullable Batch running;
    private boolean stopped;

    /** What the thread does next. */
    private sealed interface Work {}

    private record Call(Runnable task) implements Work {}

    private record Run(Batch batch) implements Work {}

    /** @param nanoTime measures device time, {@code System::nanoTime} */
    public DeviceThread(LongSupplier nanoTime) {
        this(nanoTime, new DeviceMeters(Meters.unread()));
    }

    public DeviceThread(LongSupplier nanoTime, DeviceMeters meters) {
        this.meters = meters;
        this.nanoTime = nanoTime;
        this.thread = Thread.ofPlatform().name("darkroom-device").daemon().start(this::work);
    }

    /** Opens a lease for an interactive job. */
    public DeviceLease open(Denoiser denoiser) {
        return open(denoiser, Priority.INTERACTIVE);
    }

    /** Opens a lease for a job. */
    public DeviceLease open(Denoiser denoiser, Priority priority) {
        return open(denoiser, priority, "", () -> {});
    }

    /**
     * Opens a lease for a job.
     *
     * @param model id, a metric label
     * @param onClose called once, when the lease is closed
     */
    public DeviceLease open(Denoiser denoiser, Priority priority, String model, Runnable onClose) {
        JobAccount account = new JobAccount(denoiser, priority, model);
        return locked(() -> {
            requireRunning();
            scheduler.join(account);
            return new DeviceLease(this, account, onClose);
        });
    }

    void submit(JobAccount account, List<RunningSample> samples) {
        locked(() -> {
            requireRunning();
            if (account.isClosed()) {
                return false;
            }
            scheduler.submitted(account, samples);
            samples.forEach(account::add);
            changed.signal();
            return true;
        });
    }

    /** The job's samples whose end it has not read yet. */
    List<RunningSample> unclaimed(JobAccount account) {
        return locked(account::unclaimed);
    }

    void claim(JobAccount account, RunningSample sample) {
        locked(() -> {
            account.claim(sample);
            return true;
        });
    }

    <T> T call(JobAccount account, Callable<T> work) throws InterruptedException {
        Callable<T> logged = LogFields.handedOver(work);
        FutureTask<T> task = new FutureTask<>(() -> {
            long start = nanoTime.getAsLong();
            try {
                return logged.call();
            } finally {
                long used = nanoTime.getAsLong() - start;
                meters.called(used);
                account.charge(used);
            }
        });
        return call(account.priority(), task);
    }

    /** Runs work that belongs to no job, between two runs. */
    public void call(Runnable work) throws InterruptedException {
        call(Priority.INTERACTIVE, new FutureTask<>(work, true));
    }

    private <T> T call(Priority priority, FutureTask<T> task) throws InterruptedException {
        locked(() -> {
            requireRunning();
            changed.signal();
            calls.add(priority, task);
            return true;
        });
        try {
            return task.get();
        } catch (CancellationException e) {
            throw new EngineException(EngineException.Reason.FAILED, "the engine is shutting down", e);
        } catch (ExecutionException e) {
            EngineException failure = EngineException.of(e.getCause() == null ? e : e.getCause());
            meters.failed(failure);
            throw failure;
        } finally {
            task.cancel(false);
        }
    }

    void leave(JobAccount account) {
        locked(() -> {
            account.close();
            scheduler.leave(account);
            if (running != null && running.isAbandoned()) {
                running.denoiser().terminate();
            }
            return true;
        });
    }

    private void work() {
        try {
            while (true) {
                switch (nextWork()) {
                    case Call(Runnable task) -> task.run();
                    case Run(Batch batch) -> run(batch);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for something to do. */
    private Work nextWork() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                if (stopped) {
                    throw new InterruptedException("stopped");
                }
                Runnable call = calls.poll();
                if (call != null) {
                    return new Call(call);
                }
                Batch batch = scheduler.next();
                if (batch != null) {
                    running = batch;
                    batch.denoiser().rearm();
                    return new Run(batch);
                }
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void run(Batch batch) {
        long start = nanoTime.getAsLong();
        List<RunningSample> advanced = List.of();
        boolean ran = false;
        try {
            ran = BatchRun.predict(batch);
            if (ran) {
                advanced = BatchRun.advance(batch, this::fail);
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            EngineException failure = EngineException.of(e);
            batch.slices().forEach(slice -> fail(slice.sample(), failure));
        } finally {
            long used = nanoTime.getAsLong() - start;
            settle(batch, ran, used, advanced);
            record(batch, ran, used);
        }
        for (RunningSample sample : advanced) {
            sample.account().events().stepped(sample, start);
        }
    }

    /** A run without effect and without failure is one that did not fit into memory. */
    private void record(Batch batch, boolean ran, long used) {
        String model = batch.slices().getFirst().sample().account().model();
        if (ran) {
            meters.ran(model, batch.used(), used);
        } else if (batch.denoiser().rows() < batch.rows()) {
            meters.shrunk(model);
        }
    }

    /** Samples in the batch or waiting for it. */
    int samples() {
        return locked(
                () -> scheduler.accounts().stream().mapToInt(JobAccount::size).sum());
    }

    private void settle(Batch batch, boolean ran, long used, List<RunningSample> advanced) {
        locked(() -> {
            running = null;
            scheduler.settle(batch, ran, used);
            for (RunningSample sample : advanced) {
                if (sample.finished()) {
                    sample.account().finish(sample);
                }
            }
            return true;
        });
    }

    /**
     * Values that are not finite fail one sample and say nothing of the others; if the device failed, all samples of the job are
     * lost.
     */
    private void fail(RunningSample sample, EngineException failure) {
        JobAccount account = sample.account();
        locked(() -> {
            account.drop(sample);
            return true;
        });
        meters.failed(failure);
        if (failure.reason() == EngineException.Reason.BROKEN) {
            account.events().sampleFailed(sample, failure);
        } else {
            account.events().deviceFailed(failure);
        }
    }

    private void requireRunning() {
        if (stopped) {
            throw new EngineException(EngineException.Reason.FAILED, "the engine is shutting down");
        }
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the thread; waiting jobs fail with {@code FAILED}. Idempotent. */
    @Override
    public void close() {
        locked(() -> {
            stopped = true;
            if (running != null) {
                running.denoiser().terminate();
            }
            EngineException closing = new EngineException(EngineException.Reason.FAILED, "the engine is shutting down");
            scheduler.accounts().forEach(account -> account.events().deviceFailed(closing));
            calls.cancel();
            changed.signalAll();
            return true;
        });
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
