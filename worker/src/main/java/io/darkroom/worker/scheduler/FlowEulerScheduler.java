package io.darkroom.worker.scheduler;

import java.util.Arrays;

/**
 * Euler's method for rectified flow, Esser et al., "Scaling rectified flow transformers for high-resolution image synthesis"
 * (2024, Stable Diffusion 3): a sample is {@code (1 - σ) clean + σ noise}, the network predicts {@code v = noise - clean}, and
 * {@code x' = x + (σ' - σ) v}. Sigmas are shifted towards noise, {@code σ = s u / (1 + (s - 1) u)} (section 5.3.2), since larger
 * images need more noise. Timesteps are {@code T σ}, not rounded.
 *
 * <p>As in diffusers, the smallest {@code u} is the smallest sigma of training, which is shifted already, so it is shifted twice.
 */
final class FlowEulerScheduler implements Scheduler {
    static final String NAME = "flow_euler";

    private final NoiseSchedule schedule;
    private final double[] sigmas;

    FlowEulerScheduler(NoiseSchedule schedule, int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("steps must be at least 1, not " + steps);
        }
        this.schedule = schedule;
        Double given = schedule.settings().shift();
        double shift = given == null ? 1 : given;
        double largest = shifted(shift, 1);
        double smallest = shifted(shift, 1.0 / schedule.length());
        this.sigmas = new double[steps + 1];
        Arrays.setAll(sigmas, i -> {
            double fraction = steps == 1 ? 0 : (double) i / (steps - 1);
            return i == steps ? 0 : (float) shifted(shift, largest + fraction * (smallest - largest));
        });
    }

    private static double shifted(double shift, double sigma) {
        return shift * sigma / (1 + (shift - 1) * sigma);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int steps() {
        return sigmas.length - 1;
    }

    @Override
    public float timestep(int i) {
        return (float) (sigmas[i] * schedule.length());
    }

    @Override
    public void addNoise(int i, float[] clean, float[] noise, float[] into) {
        NoiseSchedule.mix(1 - sigmas[i], clean, sigmas[i], noise, into);
    }

    @Override
    public void step(int i, float[] prediction, float[] sample, float[] clean, StepNoise noise) {
        double sigma = sigmas[i];
        double next = sigmas[i + 1];
        for (int k = 0; k < sample.length; k++) {
            double x0 = schedule.clean(1 - sigma, sigma, sample[k], prediction[k]);
            clean[k] = (float) x0;
            sample[k] = (float) (sample[k] + (next - sigma) * ((sample[k] - x0) / sigma));
        }
    }
}
