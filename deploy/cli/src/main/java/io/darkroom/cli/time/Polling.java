package io.darkroom.cli.time;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks again and again, without sleeping. */
public final class Polling {
    private Polling() {}

    /**
     * Asks until the answer is yes; returns whether it was in time. What the question throws ends the wait.
     *
     * @param pause between an answer and the next question
     * @throws IllegalStateException with a checked exception of the question as its cause
     */
    public static boolean until(Callable<Boolean> question, Duration pause, Duration within)
            throws InterruptedException {
        CompletableFuture<Boolean> yes = new CompletableFuture<>();
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
                task -> Thread.ofPlatform().daemon().name("polling").unstarted(task));
        try {
            timer.scheduleWithFixedDelay(() -> ask(question, yes), 0, pause.toNanos(), TimeUnit.NANOSECONDS);
            return yes.get(within.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            timer.shutdownNow();
        }
    }

    private static void ask(Callable<Boolean> question, CompletableFuture<Boolean> yes) {
        try {
            if (question.call()) {
                yes.complete(true);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            yes.completeExceptionally(e);
        } catch (Exception e) {
            yes.completeExceptionally(e);
        }
    }
}
