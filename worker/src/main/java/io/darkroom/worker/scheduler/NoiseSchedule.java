package io.darkroom.worker.scheduler;

import io.darkroom.worker.model.ModelManifest.SchedulerSettings;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How much signal is left at each training timestep: {@code ᾱ_t = Π (1 - β_s)}, s ≤ t, and which timesteps a run of n
 * steps visits.
 *
 * <p>{@code squaredcos_cap_v2} is the cosine schedule of Nichol and Dhariwal, "Improved denoising diffusion
 * probabilistic models" (2021), betas capped at 0.999; {@code linear} is Ho et al. (2020); {@code scaled_linear} is linear
 * in √β, from latent diffusion (Rombach et al. 2022). Spacings are named as in table 2 of Lin et al., "Common diffusion
 * noise schedules and sample steps are flawed" (2023).
 */
public final class NoiseSchedule {
    private static final double MAX_BETA = 0.999;

    private final SchedulerSettings settings;
    private final Prediction type;
    private final double[] alphasCumprod;

    /** What the model's output means. */
    private enum Prediction {
        V_PREDICTION,
        EPSILON,
        SAMPLE
    }

    public NoiseSchedule(SchedulerSettings settings) {
        this.settings = settings;
        this.type = Prediction.valueOf(settings.predictionType().toUpperCase(Locale.ROOT));
        this.alphasCumprod = new double[settings.numTrainTimesteps()];
        double product = 1;
        for (int t = 0; t < alphasCumprod.length; t++) {
            product *= 1 - beta(t);
            alphasCumprod[t] = product;
        }
    }

    public SchedulerSettings settings() {
        return settings;
    }

    /** ᾱ of a training timestep. */
    double alphaCumprod(int timestep) {
        return alphasCumprod[timestep];
    }

    /** ᾱ after the last step: 1, or that of timestep 0. */
    double finalAlphaCumprod() {
        return settings.setAlphaToOne() ? 1 : alphasCumprod[0];
    }

    private double beta(int t) {
        int n = settings.numTrainTimesteps();
        double along = n == 1 ? 0 : (double) t / (n - 1);
        return switch (settings.betaSchedule()) {
            case "squaredcos_cap_v2" -> Math.min(1 - cosine((t + 1.0) / n) / cosine((double) t / n), MAX_BETA);
            case "linear" -> settings.betaStart() + along * (settings.betaEnd() - settings.betaStart());
            case "scaled_linear" -> {
                double start = Math.sqrt(settings.betaStart());
                double root = start + along * (Math.sqrt(settings.betaEnd()) - start);
                yield root * root;
            }
            default -> throw new IllegalArgumentException("unknown beta_schedule " + settings.betaSchedule());
        };
    }

    private static double cosine(double t) {
        double c = StrictMath.cos((t + 0.008) / 1.008 * StrictMath.PI / 2);
        return c * c;
    }

    /** Timesteps of DDIM, from noise to image. Rounding is to even, as numpy's. */
    int[] timesteps(int steps) {
        int n = settings.numTrainTimesteps();
        return switch (settings.timestepSpacing()) {
            case "trailing" ->
                IntStream.range(0, steps)
                        .map(i -> (int) Math.rint(n - i * ((double) n / steps)) - 1)
                        .toArray();
            case "leading" ->
                IntStream.range(0, steps)
                        .map(i -> (steps - 1 - i) * (n / steps) + settings.stepsOffset())
                        .toArray();
            case "linspace" ->
                IntStream.range(0, steps)
                        .map(i -> (int) Math.rint(steps == 1 ? 0 : (steps - 1.0 - i) * (n - 1) / (steps - 1)))
                        .toArray();
            default -> throw new IllegalArgumentException("unknown timestep_spacing " + settings.timestepSpacing());
        };
    }

    /** The clean image that a prediction speaks of, {@code sample = alpha * clean + sigma * noise}. */
    double clean(double alpha, double sigma, float sample, float prediction) {
        return switch (type) {
            case V_PREDICTION -> alpha * sample - sigma * prediction;
            case EPSILON -> (sample - sigma * prediction) / alpha;
            case SAMPLE -> prediction;
        };
    }

    /** {@code √ᾱ clean + √(1 - ᾱ) noise}. */
    void addNoise(int timestep, float[] clean, float[] noise, float[] into) {
        double alpha = Math.sqrt(alphasCumprod[timestep]);
        double sigma = Math.sqrt(1 - alphasCumprod[timestep]);
        for (int k = 0; k < into.length; k++) {
            into[k] = (float) (alpha * clean[k] + sigma * noise[k]);
        }
    }
}
