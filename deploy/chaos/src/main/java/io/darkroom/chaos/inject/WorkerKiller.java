package io.darkroom.chaos.inject;

import io.darkroom.chaos.watch.KafkaTail;
import io.darkroom.contracts.event.JobEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Makes a job poison: kills each worker that starts it, until it ends. */
final class WorkerKiller {
    private static final Duration DOWN = Duration.ofMillis(200);
    private static final long TIMEOUT_SECONDS = 90;
    private static final long POLL_MILLIS = 250;

    private final KafkaTail tail;
    private final Processes processes;
    private final String alsoKilled;
    private final Timeouts timeouts;
    private final AtomicInteger kills = new AtomicInteger();

    /** @param alsoKilled a server that is killed with each worker; empty: none */
    WorkerKiller(KafkaTail tail, Processes processes, String alsoKilled, Timeouts timeouts) {
        this.tail = tail;
        this.processes = processes;
        this.alsoKilled = alsoKilled;
        this.timeouts = timeouts;
    }

    /** Returns the number of kills, once the job of this intent has ended or the time is over. */
    int follow(String intent) throws InterruptedException {
        BlockingQueue<JobEvent.Started> starts = new LinkedBlockingQueue<>();
        Consumer<JobEvent> listener = event -> {
            if (event instanceof JobEvent.Started started) {
                starts.add(started);
            }
        };
        tail.listen(listener);
        try {
            return kill(intent, starts);
        } finally {
            tail.forget(listener);
        }
    }

    private int kill(String intent, BlockingQueue<JobEvent.Started> starts) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        List<Thread> pending = new ArrayList<>();
        while (System.nanoTime() < deadline && !timeouts.await(Duration.ZERO)) {
            JobEvent.Started started = starts.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
            String job = tail.jobOf(intent);
            if (job != null && tail.ended().contains(job)) {
                break;
            }
            if (started != null && isOf(started, intent)) {
                // The next worker must be hit in time, so this does not wait until the killed one is back.
                pending.add(Thread.ofVirtual().start(() -> killBoth(started.worker())));
            }
        }
        for (Thread thread : pending) {
            thread.join();
        }
        return kills.get();
    }

    private void killBoth(String worker) {
        try {
            Thread other = alsoKilled.isEmpty() ? null : Thread.ofVirtual().start(() -> killOne(alsoKilled));
            if (processes.killIfFree(worker, DOWN)) {
                kills.incrementAndGet();
            }
            if (other != null) {
                other.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void killOne(String server) {
        try {
            processes.killIfFree(server, DOWN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isOf(JobEvent.Started started, String intent) {
        return started.context() != null
                && intent.equals(started.context().metadata().get("intent"));
    }
}
