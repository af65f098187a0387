package io.darkroom.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** A closed loop: each client calls again as soon as it has the answer. */
final class Load {
    private Load() {}

    /** One call; any exception voids the benchmark. */
    @FunctionalInterface
    interface Call {
        void make(int number) throws InterruptedException;
    }

    static Sample run(int clients, int calls, Call call) throws InterruptedException {
        long[] nanos = new long[calls];
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            List<Future<?>> running = new ArrayList<>();
            for (int client = 0; client < clients; client++) {
                running.add(threads.submit(() -> {
                    for (int i = next.getAndIncrement(); i < calls; i = next.getAndIncrement()) {
                        long start = System.nanoTime();
                        call.make(i);
                        nanos[i] = System.nanoTime() - start;
                    }
                    return null;
                }));
            }
            for (Future<?> client : running) {
                client.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a call failed, so the benchmark is void", e.getCause());
        }
        return new Sample(nanos);
    }
}
