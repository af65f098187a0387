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
 * The only thread that runs models. Between two runs it looks again who is there, so samples join and leave at any step, and
 * {@link BatchScheduler} says who goes on. Work that is not denoising (encoding text, enlarging) goes first, since it is short and ends
 * the wait of a job that is nearly done; it is charged like the rest.
 *
 * <p>A run for which there is no memory is done again with half the rows, and so are all later ones: the jobs go on.
 */
public final class DeviceThread implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final LongSupplier nanoTime;
    private final EngineMeters meters;
    private final Thread thread;

    // Below: guarded by the lock.
    private final BatchScheduler turns = new BatchScheduler();
    private final DeviceCalls calls = new DeviceCalls();
    private @Nullable Batch running;
    private boolean stopped;

    /** @param nanoTime what device time is measured with, {@code System::nanoTime} */
    public DeviceThread(LongSupplier nanoTime) {
        this(nanoTime, new EngineMeters(Meters.unread()));
    }

    public DeviceThread(LongSupplier nanoTime, EngineMeters meters) {
        this.meters = meters;
        this.nanoTime = nanoTime;
        this.thread = Thread.ofPlatform().name("darkroom-device").daemon().start(this::work);
    }

    /** Opens a share for an interactive job. */
    public DeviceLease open(Denoiser denoiser) {
        return open(denoiser, Priority.INTERACTIVE);
    }

    /** Opens a share for a job. */
    public DeviceLease open(Denoiser denoiser, Priority priority) {
        return open(denoiser, priority, "", () -> {});
    }

    /**
     * Opens a share for a job.
     *
     * @param model id, for whoever counts
     * @param left called once when it is closed
     */
    public DeviceLease open(Denoiser denoiser, Priority priority, String model, Runnable left) {
        return locked(() -> {
            requireRunning();
            DeviceLease share = new DeviceLease(this, denoiser, priority, model, left);
            turns.join(share);
            return share;
        });
    }

    void submit(DeviceLease share, List<RunningSample> samples) {
        locked(() -> {
            requireRunning();
            if (share.closed()) {
                return false;
            }
            turns.submitted(share, samples);
            for (RunningSample sample : samples) {
                share.unseen().add(sample);
                if (sample.finished()) {
                    share.tellEnd(sample);
                } else {
                    share.samples().add(sample);
                }
            }
            changed.signal();
            return true;
        });
    }

    /** All of its samples whose end nobody took yet. */
    List<RunningSample> unseen(DeviceLease share) {
        return locked(() -> List.copyOf(share.unseen()));
    }

    void seen(DeviceLease share, RunningSample sample) {
        locked(() -> share.unseen().remove(sample));
    }

    List<Integer> rowsOf(DeviceLease share) {
        return locked(() -> List.copyOf(share.rows()));
    }

    <T> T call(DeviceLease share, Callable<T> work) throws InterruptedException {
        Callable<T> mine = LogFields.handedOver(work);
        FutureTask<T> task = new FutureTask<>(() -> {
            long start = nanoTime.getAsLong();
            try {
                return mine.call();
            } finally {
                long used = nanoTime.getAsLong() - start;
                meters.called(used);
                locked(() -> {
                    share.charge(used);
                    return true;
                });
            }
        });
        return call(share.priority(), task);
    }

    /** Work that is no job's, between two runs. */
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

    void leave(DeviceLease share) {
        locked(() -> {
            share.markClosed();
            turns.leave(share);
            if (running != null && running.abandoned()) {
                running.denoiser().terminate();
            }
            return true;
        });
    }

    private void work() {
        try {
            while (true) {
                switch (await()) {
                    case Runnable call -> call.run();
                    case Batch chunk -> run(chunk);
                    case Object other -> throw new IllegalStateException("not work: " + other);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next thing to do. */
    private Object await() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                if (stopped) {
                    throw new InterruptedException("stopped");
                }
                Runnable call = calls.poll();
                if (call != null) {
                    return call;
                }
                Batch chunk = turns.choose();
                if (chunk != null) {
                    running = chunk;
                    chunk.denoiser().rearm();
                    return chunk;
                }
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void run(Batch chunk) {
        long start = nanoTime.getAsLong();
        List<RunningSample> stepped = List.of();
        boolean ran = false;
        try {
            ran = BatchRun.predict(chunk);
            if (ran) {
                stepped = BatchRun.advance(chunk, this::fail);
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            EngineException failure = EngineException.of(e);
            chunk.slices().forEach(slice -> fail(slice.sample(), failure));
        } finally {
            long used = nanoTime.getAsLong() - start;
            settle(chunk, ran, used, stepped);
            tell(chunk, ran, used);
        }
        for (RunningSample sample : stepped) {
            sample.share().stepped(sample, start);
        }
    }

    /** A run of no effect and no failure is one for which there was no memory. */
    private void tell(Batch chunk, boolean ran, long used) {
        String model = chunk.slices().getFirst().sample().share().model();
        if (ran) {
            meters.stepped(model, chunk.used(), used);
        } else if (chunk.denoiser().rows() < chunk.rows()) {
            meters.shrunk(model);
        }
    }

    /** Samples in the batch, and waiting for it. */
    int samples() {
        return locked(() -> turns.shares().stream()
                .mapToInt(share -> share.samples().size())
                .sum());
    }

    private void settle(Batch chunk, boolean ran, long used, List<RunningSample> stepped) {
        locked(() -> {
            running = null;
            turns.settle(chunk, ran, used);
            for (RunningSample sample : stepped) {
                if (sample.finished()) {
                    sample.share().samples().remove(sample);
                }
            }
            return true;
        });
    }

    /** The sample has no end; whether its siblings have one is another question. */
    private void fail(RunningSample sample, EngineException failure) {
        locked(() -> {
            sample.share().samples().remove(sample);
            return sample.share().unseen().remove(sample);
        });
        meters.failed(failure);
        sample.share().fail(sample, failure);
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
            turns.shares().forEach(share -> share.fail(closing));
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
