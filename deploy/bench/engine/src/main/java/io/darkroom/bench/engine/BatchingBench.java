package io.darkroom.bench.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Continuous batching against one job at a time, in one process on one model: a closed loop of clients, each with one job
 * under way. One at a time means that jobs wait in line, each with the whole device until it is done, in runs just large
 * enough for it. Every image is compared with the one that the same job makes alone; a difference voids the run.
 *
 * <p>Rows of a run are as many as a worker with a cache finds best, unless they are given.
 *
 * <p>Prints lines of tab-separated cells, the first of which names the table.
 *
 * <pre>
 * java @classpath-file io.darkroom.bench.engine.BatchingBench MODELS_DIRECTORY MODEL [ROWS [JOBS [THREADS]]]
 * </pre>
 */
public final class BatchingBench {
    private static final int[] CLIENTS = {1, 2, 4, 8, 16};
    private static final int[] EQUAL = {16};
    private static final int[] MIXED = {4, 10, 16, 22, 28, 34, 40};
    private static final int SHORT = 4;
    private static final int LONG = 40;
    private static final int SEEDS = 3;

    private final BenchSubject subject;
    private final BenchSubject single;
    private final int jobs;
    private final Map<String, Integer> alone = new HashMap<>();

    /** Waiting in line is first come, first served. */
    private final ReentrantLock line = new ReentrantLock(true);

    private BatchingBench(BenchSubject subject, BenchSubject single, int jobs) {
        this.subject = subject;
        this.single = single;
        this.jobs = jobs;
    }

    public static void main(String... arguments) throws Exception {
        if (arguments.length < 2) {
            throw new IllegalArgumentException("usage: BatchingBench MODELS_DIRECTORY MODEL [ROWS [JOBS [THREADS]]]");
        }
        Path models = Path.of(arguments[0]);
        int rows = number(arguments, 2, 0);
        int jobs = number(arguments, 3, 24);
        int threads = number(arguments, 4, Runtime.getRuntime().availableProcessors());
        Path cache = Files.createTempDirectory("darkroom-batching-");
        try (BenchSubject subject = rows == 0
                        ? new BenchSubject(models, arguments[1], threads, cache)
                        : new BenchSubject(models, arguments[1], rows, threads, false);
                BenchSubject single = new BenchSubject(models, arguments[1], subject.rowsOfSample(), threads, false)) {
            print(
                    "machine",
                    subject.model().engine(),
                    arguments[1],
                    "" + subject.model().rows(),
                    "" + threads,
                    "" + jobs);
            BatchingBench bench = new BatchingBench(subject, single, jobs);
            bench.warmUp();
            bench.closedLoops("equal", EQUAL);
            bench.closedLoops("mixed", MIXED);
            bench.shortBesideLong();
        } finally {
            delete(cache);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private static int number(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }

    private void warmUp() throws InterruptedException {
        for (int steps : MIXED) {
            for (int seed = 0; seed < SEEDS; seed++) {
                alone.put(key(subject, seed, 1, steps), subject.run(seed, 1, steps));
                alone.put(key(single, seed, 1, steps), single.run(seed, 1, steps));
            }
        }
        alone.put(key(subject, 0, 4, LONG), subject.run(0, 4, LONG));
        alone.put(key(single, 0, 4, LONG), single.run(0, 4, LONG));
    }

    private static String key(BenchSubject engine, long seed, int samples, int steps) {
        return System.identityHashCode(engine) + " " + seed + " " + samples + " " + steps;
    }

    private void closedLoops(String name, int[] lengths) throws Exception {
        for (int clients : CLIENTS) {
            Loop batching = new Loop();
            Loop inLine = new Loop();
            batching.run(clients, lengths, false);
            inLine.run(clients, lengths, true);
            inLine.run(clients, lengths, true);
            batching.run(clients, lengths, false);
            print(name, "" + clients, "continuous batching", batching.perSecond(), batching.at(0.5), batching.at(0.99));
            print(name, "" + clients, "one at a time", inLine.perSecond(), inLine.at(0.5), inLine.at(0.99));
        }
    }

    /** Two clients with long jobs of four images, and two with short ones of one; times are the short ones'. */
    private void shortBesideLong() throws Exception {
        Loop batching = new Loop();
        Loop inLine = new Loop();
        batching.runBesideLong(false);
        inLine.runBesideLong(true);
        inLine.runBesideLong(true);
        batching.runBesideLong(false);
        print("short", "continuous batching", batching.perSecond(), batching.at(0.5), batching.at(0.99));
        print("short", "run to completion", inLine.perSecond(), inLine.at(0.5), inLine.at(0.99));
    }

    private static void print(String... cells) {
        System.out.println(String.join("\t", cells));
    }

    /** One job from its submission until its images are there, checked. */
    private void job(boolean inLine, long seed, int samples, int steps) throws InterruptedException {
        BenchSubject engine = inLine ? single : subject;
        int digest;
        if (inLine) {
            line.lock();
            try {
                digest = engine.run(seed, samples, steps);
            } finally {
                line.unlock();
            }
        } else {
            digest = engine.run(seed, samples, steps);
        }
        Integer expected = alone.get(key(engine, seed, samples, steps));
        if (expected == null || expected != digest) {
            throw new IllegalStateException(
                    "void: seed " + seed + " of " + steps + " steps is not the image that the same job makes alone");
        }
    }

    /** Times of jobs, over several runs. */
    private final class Loop {
        private final List<Long> nanos = new ArrayList<>();
        private long elapsed;

        void run(int clients, int[] lengths, boolean inLine) throws Exception {
            int count = Math.max(jobs, 3 * clients);
            AtomicInteger next = new AtomicInteger();
            long begun = System.nanoTime();
            together(clients, _ -> {
                for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                    timed(inLine, i % SEEDS, lengths[i * 5 % lengths.length]);
                }
            });
            elapsed += System.nanoTime() - begun;
        }

        void runBesideLong(boolean inLine) throws Exception {
            AtomicInteger left = new AtomicInteger(jobs);
            long begun = System.nanoTime();
            together(4, client -> {
                while (left.get() > 0) {
                    if (client < 2) {
                        job(inLine, 0, 4, LONG);
                    } else if (left.getAndDecrement() > 0) {
                        timed(inLine, client - 2L, SHORT);
                    }
                }
            });
            elapsed += System.nanoTime() - begun;
        }

        private void timed(boolean inLine, long seed, int steps) throws InterruptedException {
            long start = System.nanoTime();
            job(inLine, seed, 1, steps);
            synchronized (this) {
                nanos.add(System.nanoTime() - start);
            }
        }

        String perSecond() {
            return String.format(Locale.ROOT, "%.2f", nanos.size() * 1e9 / elapsed);
        }

        /** Milliseconds, nearest rank. */
        String at(double share) {
            long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
            int rank = (int) Math.ceil(share * sorted.length);
            return String.format(Locale.ROOT, "%.0f", sorted[Math.max(0, rank - 1)] / 1e6);
        }
    }

    /** What a client does. */
    @FunctionalInterface
    private interface Client {
        void run(int number) throws InterruptedException;
    }

    private static void together(int clients, Client client) throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                int number = i;
                running.add(threads.submit(() -> {
                    client.run(number);
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a job failed, so the benchmark is void", e.getCause());
        }
    }
}
