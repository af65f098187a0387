package io.darkroom.local.process;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One run of a {@link Component}: a child process, or anything else that can be stopped, frozen and waited for. */
public interface Run {
    /** Of its first process. */
    long pid();

    boolean isAlive();

    /** Completes with the exit status, 128 + n after signal n. */
    CompletableFuture<Integer> onExit();

    /** Waits for the end, at most this long. */
    default boolean awaitExit(Duration atMost) throws InterruptedException {
        try {
            onExit().get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("it is not known how process " + pid() + " ended", e.getCause());
        }
    }

    /** SIGKILL, and waits until it is gone. */
    void kill9();

    /** SIGSTOP: it stays, holds its locks and sockets, and does nothing. */
    void freeze();

    /** SIGCONT. */
    void thaw();

    /** SIGTERM, without waiting. A frozen one is thawed, since it could not handle the signal otherwise. */
    void terminate();

    /** SIGTERM, then SIGKILL when its grace is over; waits for the end. */
    void stop();
}
