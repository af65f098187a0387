package io.darkroom.worker.codec;

import io.darkroom.platform.telemetry.log.LogFields;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * As many threads as cores for decoding and encoding. Native code would pin the carrier of a virtual thread; and this bounds
 * the number of clips in memory.
 */
@ApplicationScoped
public class MediaThreads {
    private final ExecutorService threads = Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            Thread.ofPlatform().name("darkroom-media-", 0).daemon().factory());

    /**
     * Runs the work on one of these threads and waits for it.
     *
     * @throws InterruptedException if this thread is interrupted; the work is, too
     */
    public <T> T call(Callable<T> work) throws InterruptedException {
        Future<T> future = threads.submit(LogFields.handedOver(work));
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new IllegalStateException("media work failed", e.getCause());
        } finally {
            future.cancel(true);
        }
    }

    @PreDestroy
    public void close() {
        threads.shutdownNow();
    }
}
