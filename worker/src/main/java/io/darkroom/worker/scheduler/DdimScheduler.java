package io.darkroom.worker.scheduler;

/**
 * Denoising diffusion implicit models (Song, Meng, Ermon, 2021), η = 0: deterministic, one model call per step.
 *
 * <p>With {@code x0} the clean image that the prediction implies, clipped if the model was trained with clipping, and {@code ε}
 * the noise that it implies (from the prediction itself, as by default in diffusers, or from the clipped image if the model sets
 * {@code use_clipped_model_output}, as Dhariwal and Nichol, "Diffusion models beat GANs" (2021), do):
 * {@code x' = √ᾱ' x0 + √(1 - ᾱ') ε}. The v form is from Salimans and Ho, "Progressive distillation" (2022). As in
 * diffusers, {@code ᾱ'} belongs to the timestep {@code t - ⌊T / steps⌋}, and is 1 (or ᾱ₀) below timestep 0.
 */
final class DdimScheduler extends TimestepScheduler {
    static final String NAME = "ddim";

    private final int stride;

    DdimScheduler(NoiseSchedule schedule, int steps) {
        super(NAME, schedule, Timesteps.whole(schedule.settings(), steps));
        this.stride = schedule.length() / steps;
    }

    @Override
    public void step(int i, float[] prediction, float[] sample, float[] clean, StepNoise noise) {
        int t = timesteps[i];
        double power = schedule.alphaCumprod(t);
        double alpha = Math.sqrt(power);
        double sigma = Math.sqrt(1 - power);
        double previous = t - stride >= 0 ? schedule.alphaCumprod(t - stride) : schedule.finalAlphaCumprod();
        double nextAlpha = Math.sqrt(previous);
        double nextSigma = Math.sqrt(1 - previous);
        boolean clip = schedule.settings().clipSample();
        for (int k = 0; k < sample.length; k++) {
            double x0 = schedule.clean(alpha, sigma, sample[k], prediction[k]);
            double epsilon = (sample[k] - alpha * x0) / sigma;
            clean[k] = (float) (clip ? schedule.clip(x0) : x0);
            sample[k] = (float) (nextAlpha * clean[k] + nextSigma * epsilon);
        }
    }
}
