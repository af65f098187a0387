package io.darkroom.bench.engine;

import io.darkroom.worker.batch.DeviceLease;
import io.darkroom.worker.batch.DeviceThread;
import io.darkroom.worker.batch.SampleRequest;
import io.darkroom.worker.residency.LoadedModel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Milliseconds of a denoising run through the engine against a bare ONNX Runtime loop: same model, rows and threads, in one
 * process, in the order A B B A. The engine does everything that a job needs: guidance, scheduler, progress.
 *
 * <pre>
 * java @classpath-file io.darkroom.bench.engine.EngineBench MODELS_DIRECTORY MODEL [ROWS [STEPS [REPEATS [THREADS [SPINNING]]]]]
 * </pre>
 */
public final class EngineBench {
    private static final int WARM_UP = 10;
    private static final int OWN_WORK_REPEATS = 200;

    private final BenchSubject subject;
    private final OrtBareLoop bare;
    private final int rows;
    private final int steps;

    private EngineBench(BenchSubject subject, OrtBareLoop bare, int rows, int steps) {
        this.subject = subject;
        this.bare = bare;
        this.rows = rows;
        this.steps = steps;
    }

    public static void main(String... arguments) throws Exception {
        if (arguments.length < 2) {
            throw new IllegalArgumentException(
                    "usage: EngineBench MODELS_DIRECTORY MODEL [ROWS [STEPS [REPEATS [THREADS [SPINNING]]]]]");
        }
        Path directory = Path.of(arguments[0]);
        String id = arguments[1];
        int rows = number(arguments, 2, 2);
        int steps = number(arguments, 3, 25);
        int repeats = number(arguments, 4, 15);
        int threads = number(arguments, 5, Runtime.getRuntime().availableProcessors());
        boolean spinning = arguments.length > 6 && Boolean.parseBoolean(arguments[6]);
        try (BenchSubject subject = new BenchSubject(directory, id, rows, threads, spinning)) {
            LoadedModel model = subject.model();
            Path denoiser = model.folder().file(model.manifest().denoiser().file());
            try (OrtBareLoop bare = new OrtBareLoop(denoiser, rows, threads, spinning)) {
                System.out.printf(
                        Locale.ROOT,
                        "%s, %s, rows %d, threads %d, spinning %s, %d steps, %d repeats of A B B A%n",
                        model.engine(),
                        id,
                        rows,
                        threads,
                        spinning,
                        steps,
                        repeats);
                new EngineBench(subject, bare, rows, steps).compare(repeats);
            }
        }
    }

    private static int number(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }

    private void compare(int repeats) throws Exception {
        viaEngine(WARM_UP);
        viaLoop(WARM_UP);
        double[] ours = new double[2 * repeats];
        double[] limit = new double[2 * repeats];
        double[] ratios = new double[repeats];
        for (int i = 0; i < repeats; i++) {
            ours[2 * i] = viaEngine(steps);
            limit[2 * i] = viaLoop(steps);
            limit[2 * i + 1] = viaLoop(steps);
            ours[2 * i + 1] = viaEngine(steps);
            ratios[i] = (limit[2 * i] + limit[2 * i + 1]) / (ours[2 * i] + ours[2 * i + 1]);
        }
        report("engine", ours);
        report("bare loop", limit);
        Arrays.sort(ratios);
        Arrays.sort(ours);
        Arrays.sort(limit);
        // The fastest ones are those least disturbed by other load.
        System.out.printf(
                Locale.ROOT,
                "throughput of the engine / bare loop: median %.3f (%.3f to %.3f), of the fastest %.3f%n",
                ratios[repeats / 2],
                ratios[0],
                ratios[repeats - 1],
                limit[0] / ours[0]);
        double own = ownWork();
        System.out.printf(
                Locale.ROOT,
                "the engine's own work, without a network: %.1f us a run, %.2f %% of the fastest bare run%n",
                own * 1000,
                100 * own / limit[0]);
    }

    private void report(String name, double[] millis) {
        double[] sorted = millis.clone();
        Arrays.sort(sorted);
        System.out.printf(
                Locale.ROOT,
                "%-10s %8.2f ms a run (%.2f to %.2f), %.2f ms a row%n",
                name,
                sorted[sorted.length / 2],
                sorted[0],
                sorted[sorted.length - 1],
                sorted[sorted.length / 2] / rows);
    }

    /** As many samples as fill every row, all their steps; milliseconds of one run. */
    private double viaEngine(int count) throws InterruptedException {
        try (DeviceLease share = subject.open()) {
            return timed(share, count);
        }
    }

    private double timed(DeviceLease share, int count) throws InterruptedException {
        int samples = rows / subject.rowsOfSample();
        List<SampleRequest> requests = IntStream.range(0, samples)
                .mapToObj(item -> subject.sample(item, item, count))
                .toList();
        long start = System.nanoTime();
        share.submit(requests);
        for (int left = samples; left > 0; ) {
            left -= share.next().finished() ? 1 : 0;
        }
        return (System.nanoTime() - start) / 1e6 / count;
    }

    /** The same with a denoiser that does nothing, best of many: milliseconds of one run. */
    private double ownWork() throws InterruptedException {
        double best = Double.MAX_VALUE;
        try (DeviceThread device = new DeviceThread(System::nanoTime);
                NoNetwork nothing =
                        new NoNetwork(rows, subject.model().sampleShape().size())) {
            for (int i = 0; i < OWN_WORK_REPEATS; i++) {
                try (DeviceLease share = device.open(nothing)) {
                    best = Math.min(best, timed(share, steps));
                }
            }
        }
        return best;
    }

    private double viaLoop(int count) throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            bare.step();
        }
        return (System.nanoTime() - start) / 1e6 / count;
    }
}
