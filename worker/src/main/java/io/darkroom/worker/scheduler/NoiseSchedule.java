package io.darkroom.worker.scheduler;

import io.darkroom.worker.model.ModelManifest.SchedulerSettings;
import java.util.Locale;

/**
 * The remaining signal at each training timestep, {@code ᾱ_t = Π (1 - β_s)}, s ≤ t, and the meaning of a network's output.
 *
 * <p>{@code squaredcos_cap_v2} is the cosine schedule of Nichol and Dhariwal, "Improved denoising diffusion
 * probabilistic models" (2021), betas capped at 0.999; {@code linear} is Ho et al. (2020); {@code scaled_linear} is linear
 * in √β, from latent diffusion (Rombach et al. 2022). {@code rescale_betas_zero_snr} is algorithm 1 of Lin et al., "Common
 * diffusion noise schedules and sample steps are flawed" (2023): no signal is left at the last timestep.
 *
 * <p>Values are rounded to single precision where training code rounds them: near the clean end {@code 1 - ᾱ} loses digits by that, and
 * models were trained with the rounded numbers.
 */
public final class NoiseSchedule {
    private static final float MAX_BETA = 0.999f;

    /** Stands for a signal of 0 at the last timestep, for methods that divide by it: the smallest value of half precision. */
    private static final float MIN_SIGNAL = 0x1p-24f;

    private final SchedulerSettings settings;
    private final Prediction type;
    private final float[] alphasCumprod;
    private final boolean clipsAlways;

    /** What the model predicts. */
    private enum Prediction {
        V_PREDICTION,
        EPSILON,
        SAMPLE,
        FLOW
    }

    public NoiseSchedule(SchedulerSettings settings) {
        this.settings = settings;
        this.type = Prediction.valueOf(settings.predictionType().toUpperCase(Locale.ROOT));
        this.clipsAlways = settings.clipSample() && Boolean.TRUE.equals(settings.useClippedModelOutput());
        float[] betas = new float[settings.numTrainTimesteps()];
        for (int t = 0; t < betas.length; t++) {
            betas[t] = (float) beta(t);
        }
        float[] products = products(betas);
        this.alphasCumprod = settings.rescaleBetasZeroSnr() ? products(zeroSnr(products)) : products;
    }

    private static float[] products(float[] betas) {
        float[] out = new float[betas.length];
        double product = 1;
        for (int t = 0; t < out.length; t++) {
            product *= 1 - betas[t];
            out[t] = (float) product;
        }
        return out;
    }

    /** Betas of the schedule whose {@code √ᾱ} are shifted and scaled such that the first one is unchanged and the last one is 0. */
    private static float[] zeroSnr(float[] products) {
        int n = products.length;
        float first = (float) Math.sqrt(products[0]);
        float last = (float) Math.sqrt(products[n - 1]);
        float[] betas = new float[n];
        float previous = 1;
        for (int t = 0; t < n; t++) {
            float root = ((float) Math.sqrt(products[t]) - last) * (first / (first - last));
            betas[t] = 1 - root * root / previous;
            previous = root * root;
        }
        return betas;
    }

    public SchedulerSettings settings() {
        return settings;
    }

    /** Number of training timesteps. */
    int length() {
        return alphasCumprod.length;
    }

    /** ᾱ of a training timestep. */
    double alphaCumprod(int timestep) {
        return alphasCumprod[timestep];
    }

    /** ᾱ after the last step: 1, or that of timestep 0. */
    double finalAlphaCumprod() {
        return settings.setAlphaToOne() ? 1 : alphasCumprod[0];
    }

    /** {@code √((1 - ᾱ) / ᾱ)}, the noise level of a sample scaled to a signal of 1; always finite. */
    float sigma(int timestep) {
        boolean zero = settings.rescaleBetasZeroSnr() && timestep == alphasCumprod.length - 1;
        float signal = zero ? MIN_SIGNAL : alphasCumprod[timestep];
        return (float) Math.sqrt((1 - signal) / signal);
    }

    private double beta(int t) {
        int n = settings.numTrainTimesteps();
        double fraction = n == 1 ? 0 : (double) t / (n - 1);
        return switch (settings.betaSchedule()) {
            case "squaredcos_cap_v2" -> Math.min(1 - cosine((t + 1.0) / n) / cosine((double) t / n), MAX_BETA);
            case "linear" -> settings.betaStart() + fraction * (settings.betaEnd() - settings.betaStart());
            case "scaled_linear" -> {
                double start = Math.sqrt(settings.betaStart());
                float root = (float) (start + fraction * (Math.sqrt(settings.betaEnd()) - start));
                yield root * root;
            }
            default -> throw new IllegalArgumentException("unknown beta_schedule " + settings.betaSchedule());
        };
    }

    private static double cosine(double t) {
        double c = StrictMath.cos((t + 0.008) / 1.008 * StrictMath.PI / 2);
        return c * c;
    }

    /**
     * The clean image that a prediction implies, where {@code sample = alpha * clean + sigma * noise}; clipped if the model's settings
     * ask for that in every scheduler.
     */
    double clean(double alpha, double sigma, double sample, double prediction) {
        double clean = switch (type) {
            case V_PREDICTION -> alpha * sample - sigma * prediction;
            case EPSILON -> (sample - sigma * prediction) / alpha;
            case SAMPLE -> prediction;
            case FLOW -> sample - sigma * prediction;
        };
        return clipsAlways ? clip(clean) : clean;
    }

    /** Clips to the range that the model was trained with. */
    double clip(double clean) {
        double range = settings.clipSampleRange();
        return Math.clamp(clean, -range, range);
    }

    /** {@code √ᾱ clean + √(1 - ᾱ) noise}. */
    void addNoise(int timestep, float[] clean, float[] noise, float[] into) {
        double alpha = Math.sqrt(alphasCumprod[timestep]);
        double sigma = Math.sqrt(1.0 - alphasCumprod[timestep]);
        mix(alpha, clean, sigma, noise, into);
    }

    static void mix(double alpha, float[] clean, double sigma, float[] noise, float[] into) {
        for (int k = 0; k < into.length; k++) {
            into[k] = (float) (alpha * clean[k] + sigma * noise[k]);
        }
    }
}
