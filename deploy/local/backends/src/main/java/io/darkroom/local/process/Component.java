package io.darkroom.local.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A part of the stack: started, ready, killed, started again on the same ports and data. Safe for use by many threads.
 *
 * <p>A supervised component that dies without being stopped is started again, with a back-off; killing it by
 * {@link #kill9} counts as such a death. An unsupervised one stays dead until {@link #restart}.
 */
public final class Component {
    private static final Duration POLL = Duration.ofMillis(100);

    private final String name;
    private final Path log;
    private final Supplier<? extends Run> starter;
    private final Readiness readiness;
    private final Duration readyWithin;
    private final boolean supervised;
    private final Consumer<String> notices;
    private final Backoff backoff = Backoff.standard();

    /** Read without the lock: a listener of a start reads all components, and others may be starting at the same time. */
    private volatile @Nullable Run process;

    private volatile int restarts;
    private long startedNanos;
    private boolean wanted;
    private boolean mayExit;
    private Runnable whenStarted = () -> {};

    /**
     * @param readyWithin how long a start may take before it counts as failed
     * @param notices receives one sentence for each death and restart
     */
    public Component(
            ProcessSpec spec, Readiness readiness, Duration readyWithin, boolean supervised, Consumer<String> notices) {
        this(spec.name(), spec.log(), () -> ChildProcess.start(spec), readiness, readyWithin, supervised, notices);
    }

    /**
     * Runs something other than a child process.
     *
     * @param log where it logs
     * @param starter starts it, each time with the data of the time before
     */
    public Component(
            String name,
            Path log,
            Supplier<? extends Run> starter,
            Readiness readiness,
            Duration readyWithin,
            boolean supervised,
            Consumer<String> notices) {
        this.name = name;
        this.log = log;
        this.starter = starter;
        this.readiness = readiness;
        this.readyWithin = readyWithin;
        this.supervised = supervised;
        this.notices = notices;
    }

    /** Calls this after each start, and when it exited by itself, on the thread that starts it; one listener at most. */
    public synchronized void whenStarted(Runnable listener) {
        whenStarted = listener;
    }

    /** From now on, an exit with status 0 is intended: it is not started again until {@link #start}. */
    public synchronized void mayExit() {
        mayExit = true;
    }

    /** Starts it without waiting; a no-op while it runs. */
    public synchronized void start() {
        wanted = true;
        if (isAlive()) {
            return;
        }
        Run started = starter.get();
        process = started;
        startedNanos = System.nanoTime();
        notifyAll();
        whenStarted.run();
        var _ = started.onExit().thenAccept(status -> died(started, status));
    }

    /**
     * Waits until it is ready.
     *
     * @throws ComponentException if it dies or the time is over, with the end of its log
     */
    public void awaitReady() throws InterruptedException {
        long deadline = System.nanoTime() + readyWithin.toNanos();
        Exception last = null;
        while (System.nanoTime() < deadline) {
            Run current = current();
            try {
                if (current.isAlive() && readiness.isReady()) {
                    return;
                }
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                last = e;
            }
            if (current.awaitExit(POLL)) {
                if (!supervised) {
                    String what =
                            name() + " ended with status " + current.onExit().join() + " before it was ready";
                    throw new ComponentException(what, log, last);
                }
                awaitRestart(current);
            }
        }
        throw new ComponentException(name() + " was not ready after " + readyWithin.toSeconds() + " s", log, last);
    }

    public String name() {
        return name;
    }

    public Path log() {
        return log;
    }

    public long pid() {
        return current().pid();
    }

    public boolean isAlive() {
        Run latest = process;
        return latest != null && latest.isAlive();
    }

    /** Times it was started again by supervision. */
    public int restarts() {
        return restarts;
    }

    /** SIGKILL; it is gone when this returns. */
    public void kill9() {
        current().kill9();
    }

    /** SIGSTOP. */
    public void freeze() {
        current().freeze();
    }

    /** SIGCONT. */
    public void thaw() {
        current().thaw();
    }

    /** SIGTERM without waiting; it is not started again. */
    public void terminate() {
        Run ending = detach();
        if (ending != null) {
            ending.terminate();
        }
    }

    /** SIGTERM, SIGKILL after the grace; it is not started again. A no-op if it never ran. */
    public void stop() {
        Run ending = detach();
        if (ending != null) {
            ending.stop();
        }
    }

    /** Starts a stopped or killed component on its old ports and data and waits until it is ready. */
    public void restart() throws InterruptedException {
        start();
        awaitReady();
    }

    private synchronized void awaitRestart(Run dead) throws InterruptedException {
        long deadline = System.nanoTime() + POLL.toNanos();
        while (process == dead && System.nanoTime() < deadline) {
            wait(POLL.toMillis());
        }
    }

    private synchronized @Nullable Run detach() {
        wanted = false;
        return process;
    }

    private Run current() {
        Run latest = process;
        if (latest == null) {
            throw new IllegalStateException(name() + " was never started");
        }
        return latest;
    }

    private synchronized void died(Run dead, int status) {
        if (!wanted || process != dead) {
            return;
        }
        if (mayExit && status == 0) {
            wanted = false;
            notices.accept(name() + " exited: it was not needed any more");
            whenStarted.run();
            return;
        }
        String how = status > 128 ? "was killed by signal " + (status - 128) : "ended with status " + status;
        if (!supervised) {
            notices.accept(name() + " " + how + "; see " + log);
            return;
        }
        Duration wait = backoff.after(Duration.ofNanos(System.nanoTime() - startedNanos));
        notices.accept(name() + " " + how + "; it starts again in " + wait.toMillis() + " ms (log: " + log + ")");
        Executor later = CompletableFuture.delayedExecutor(wait.toMillis(), TimeUnit.MILLISECONDS);
        later.execute(() -> startAgain(dead));
    }

    private synchronized void startAgain(Run dead) {
        if (wanted && process == dead) {
            restarts++;
            start();
        }
    }
}
