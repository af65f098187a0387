package io.darkroom.worker.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
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
 * The only thread that runs models. Between two runs it looks again who is there, so samples join and leave at any step.
 *
 * <p>Whose turn it is: the share that had least of the device's time (start-time fair queueing, Goyal et al. 1996); ties go
 * to the older share. Work that is not denoising (encoding text, enlarging) goes first, since it is short and ends the
 * wait of a job that is nearly done; it is charged like the rest.
 */
public final class DeviceThread implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final LongSupplier nanoTime;
    private final Thread thread;

    // Below: guarded by the lock.
    private final List<DeviceShare> shares = new ArrayList<>();
    private final Queue<Runnable> calls = new ArrayDeque<>();
    private @Nullable Chunk running;
    private long clock;
    private boolean stopped;

    /** @param nanoTime what device time is measured with, {@code System::nanoTime} */
    public DeviceThread(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.thread = Thread.ofPlatform().name("darkroom-device").daemon().start(this::work);
    }

    /** Opens a share for a job. */
    public DeviceShare open(Denoiser denoiser) {
        return locked(() -> {
            requireRunning();
            DeviceShare share = new DeviceShare(this, denoiser);
            share.catchUp(clock);
            shares.add(share);
            return share;
        });
    }

    void submit(DeviceShare share, RunningSample sample) {
        locked(() -> {
            requireRunning();
            if (!share.closed()) {
                share.catchUp(clock);
                share.samples().add(sample);
                changed.signal();
            }
            return true;
        });
    }

    <T> T call(DeviceShare share, Callable<T> work) throws InterruptedException {
        FutureTask<T> task = new FutureTask<>(() -> {
            long start = nanoTime.getAsLong();
            try {
                return work.call();
            } finally {
                long used = nanoTime.getAsLong() - start;
                locked(() -> {
                    share.charge(used);
                    return true;
                });
            }
        });
        locked(() -> {
            requireRunning();
            changed.signal();
            return calls.add(task);
        });
        try {
            return task.get();
        } catch (CancellationException e) {
            throw new EngineException(EngineException.Reason.FAILED, "the engine is shutting down", e);
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        } finally {
            task.cancel(false);
        }
    }

    void leave(DeviceShare share) {
        locked(() -> {
            share.markClosed();
            shares.remove(share);
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
                    case Chunk chunk -> run(chunk);
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
                Chunk chunk = choose();
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

    private @Nullable Chunk choose() {
        List<DeviceShare> waiting = shares.stream()
                .filter(share -> !share.samples().isEmpty())
                .sorted(Comparator.comparingLong(DeviceShare::served))
                .toList();
        if (waiting.isEmpty()) {
            return null;
        }
        DeviceShare first = waiting.getFirst();
        clock = Math.max(clock, first.served());
        return Chunk.fill(waiting.stream()
                .filter(share -> share.denoiser() == first.denoiser())
                .toList());
    }

    private void run(Chunk chunk) {
        long start = nanoTime.getAsLong();
        try {
            chunk.put();
            chunk.denoiser().run();
            chunk.slices().forEach(slice -> advance(slice, chunk.denoiser()));
        } catch (RuntimeException | OutOfMemoryError e) {
            chunk.slices().forEach(slice -> slice.sample().share().deliver(failure(e)));
            locked(() -> chunk.slices().stream()
                    .map(slice -> slice.sample().share().samples().remove(slice.sample()))
                    .toList());
        } finally {
            settle(chunk, nanoTime.getAsLong() - start);
        }
    }

    /** A sample that fails by itself takes no other one with it. */
    private void advance(Chunk.Slice slice, Denoiser denoiser) {
        RunningSample sample = slice.sample();
        DeviceShare share = sample.share();
        @Nullable Object step;
        try {
            step = sample.take(denoiser, slice.row(), slice.count());
        } catch (RuntimeException e) {
            step = failure(e);
        }
        if (step instanceof EngineException || sample.finished()) {
            locked(() -> share.samples().remove(sample));
        }
        if (step != null) {
            share.deliver(step);
        }
    }

    private void settle(Chunk chunk, long used) {
        locked(() -> {
            running = null;
            for (Chunk.Slice slice : chunk.slices()) {
                slice.sample().share().charge(used * slice.count() / chunk.used());
            }
            return true;
        });
    }

    private static EngineException failure(Throwable cause) {
        return switch (cause) {
            case EngineException failure -> failure;
            case OutOfMemoryError _ ->
                new EngineException(EngineException.Reason.OUT_OF_MEMORY, "no memory for a run of the model", cause);
            default -> new EngineException(EngineException.Reason.FAILED, "the device failed: " + cause, cause);
        };
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
            shares.forEach(share -> share.deliver(closing));
            calls.forEach(call -> ((FutureTask<?>) call).cancel(false));
            calls.clear();
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
