package io.darkroom.worker.scheduler;

import org.jspecify.annotations.Nullable;

/**
 * Euler's method on the probability flow, Karras et al., "Elucidating the design space of diffusion-based generative models"
 * (2022), algorithm 2 without churn: {@code x' = x + (σ' - σ) (x - x0) / σ}. The sample is not scaled to variance 1: it is
 * the clean image plus {@code σ} times noise, and the network sees {@code x / √(σ² + 1)}.
 *
 * <p>The ancestral variant steps down to {@code σ_down} and adds fresh noise up to {@code σ'} (Katherine Crowson's k-diffusion, after the
 * variance of Ho et al. 2020): {@code σ_up² = σ'² (σ² - σ'²) / σ²}, {@code σ_down² = σ'² - σ_up²}. It does not converge with
 * more steps: each number of steps gives a different image.
 */
final class EulerScheduler extends SigmaScheduler {
    static final String NAME = "euler";
    static final String ANCESTRAL = "euler_ancestral";

    private final boolean ancestral;
    private float[] fresh = new float[0];

    EulerScheduler(NoiseSchedule schedule, int steps, boolean ancestral) {
        super(ancestral ? ANCESTRAL : NAME, schedule, sigmas(schedule, steps, ancestral));
        this.ancestral = ancestral;
    }

    private static Sigmas sigmas(NoiseSchedule schedule, int steps, boolean ancestral) {
        return ancestral
                ? Sigmas.euler(schedule, steps, false).toZero()
                : Sigmas.euler(schedule, steps, isTrue(schedule.settings().useKarrasSigmas()));
    }

    private static boolean isTrue(@Nullable Boolean flag) {
        return Boolean.TRUE.equals(flag);
    }

    /** As in diffusers: with {@code leading} spacing the start has the variance of noise plus image, otherwise of noise alone. */
    @Override
    public double initNoiseSigma() {
        double largest = sigmas.at(0);
        return schedule.settings().timestepSpacing().equals("leading") ? Math.sqrt(largest * largest + 1) : largest;
    }

    @Override
    public void scaleInput(int i, float[] sample, float[] into) {
        double alpha = sigmas.alpha(i);
        for (int k = 0; k < into.length; k++) {
            into[k] = (float) (alpha * sample[k]);
        }
    }

    @Override
    public void addNoise(int i, float[] clean, float[] noise, float[] into) {
        NoiseSchedule.mix(1, clean, sigmas.at(i), noise, into);
    }

    @Override
    public boolean drawsNoise() {
        return ancestral;
    }

    @Override
    public void step(int i, float[] prediction, float[] sample, float[] clean, StepNoise noise) {
        double sigma = sigmas.at(i);
        double next = sigmas.at(i + 1);
        double up = ancestral ? Math.sqrt(next * next * (sigma * sigma - next * next)) / sigma : 0;
        double down = Math.sqrt(next * next - up * up);
        double alpha = sigmas.alpha(i);
        for (int k = 0; k < sample.length; k++) {
            double x0 = schedule.clean(alpha, alpha * sigma, alpha * sample[k], prediction[k]);
            clean[k] = (float) x0;
            sample[k] = (float) (sample[k] + (down - sigma) * ((sample[k] - x0) / sigma));
        }
        if (up > 0) {
            add(i, up, noise, sample);
        }
    }

    private void add(int i, double up, StepNoise noise, float[] sample) {
        if (fresh.length == 0) {
            fresh = new float[sample.length];
        }
        noise.fill(i, fresh);
        NoiseSchedule.mix(1, sample, up, fresh, sample);
    }
}
