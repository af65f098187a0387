package io.darkroom.worker.scheduler;

import io.darkroom.worker.model.ModelManifest.SchedulerSettings;
import java.util.stream.IntStream;

/**
 * The training timesteps that a scheduler visits, from noise to image. Spacings are named as in table 2 of Lin et al., "Common
 * diffusion noise schedules and sample steps are flawed" (2023). Rounding is half to even, as in numpy.
 */
final class Timesteps {
    private Timesteps() {}

    /** For DDIM and PNDM: {@code linspace} begins at the last timestep and ends at the first. */
    static int[] whole(SchedulerSettings settings, int steps) {
        int n = settings.numTrainTimesteps();
        requireFewer(steps, n);
        return switch (settings.timestepSpacing()) {
            case "trailing" -> trailing(n, steps);
            case "leading" -> leading(n / steps, settings, steps, 0);
            case "linspace" ->
                IntStream.range(0, steps)
                        .map(i -> (int) Math.rint(even(n, steps, i)))
                        .toArray();
            default -> throw unknown(settings);
        };
    }

    /** For Euler: as {@link #whole}, but {@code linspace} does not round. */
    static double[] exact(SchedulerSettings settings, int steps) {
        int n = settings.numTrainTimesteps();
        if (settings.timestepSpacing().equals("linspace")) {
            requireFewer(steps, n);
            return IntStream.range(0, steps)
                    .mapToDouble(i -> (float) even(n, steps, i))
                    .toArray();
        }
        return IntStream.of(whole(settings, steps)).asDoubleStream().toArray();
    }

    /** For DPM-Solver++ and UniPC: {@code linspace} and {@code leading} divide the range into one more interval, for the last step. */
    static int[] ahead(SchedulerSettings settings, int steps) {
        int n = settings.numTrainTimesteps();
        requireFewer(steps, n);
        return switch (settings.timestepSpacing()) {
            case "trailing" -> trailing(n, steps);
            case "leading" -> leading(n / (steps + 1), settings, steps, 1);
            case "linspace" ->
                IntStream.range(0, steps)
                        .map(i -> (int) Math.rint(even(n, steps + 1, i)))
                        .toArray();
            default -> throw unknown(settings);
        };
    }

    private static int[] trailing(int n, int steps) {
        return IntStream.range(0, steps)
                .map(i -> (int) Math.rint(n - i * ((double) n / steps)) - 1)
                .toArray();
    }

    private static int[] leading(int stride, SchedulerSettings settings, int steps, int first) {
        return IntStream.range(0, steps)
                .map(i -> (steps - 1 - i + first) * stride + settings.stepsOffset())
                .map(t -> Math.min(t, settings.numTrainTimesteps() - 1))
                .toArray();
    }

    private static double even(int n, int steps, int i) {
        if (steps == 1) {
            return 0;
        }
        // The order of operations matters for ties in rounding.
        return i == 0 ? n - 1 : (steps - 1 - i) * ((n - 1.0) / (steps - 1));
    }

    private static void requireFewer(int steps, int n) {
        if (steps < 1 || steps > n) {
            throw new IllegalArgumentException(
                    "steps must be from 1 to " + n + ", the model's timesteps, not " + steps);
        }
    }

    private static IllegalArgumentException unknown(SchedulerSettings settings) {
        return new IllegalArgumentException("unknown timestep_spacing " + settings.timestepSpacing());
    }
}
