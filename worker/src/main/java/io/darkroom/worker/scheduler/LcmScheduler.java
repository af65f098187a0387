package io.darkroom.worker.scheduler;

import java.util.stream.IntStream;

/**
 * Latent consistency models, Luo et al. (2023), multistep sampling of consistency models (Song et al. 2023, algorithm 1): for
 * models that were distilled to predict the clean image directly, in 1 to 8 steps. Each step but the last one adds fresh noise.
 *
 * <p>The image is {@code c_skip x + c_out x0} with {@code s = t timestep_scaling}, {@code c_skip = 0.25 / (s² + 0.25)},
 * {@code c_out = s / √(s² + 0.25)}, clipped if the model was trained with clipping. Timesteps are a subset of the
 * {@code original_inference_steps} of the distillation, so there can be no more steps than those.
 */
final class LcmScheduler extends TimestepScheduler {
    static final String NAME = "lcm";

    private static final int ORIGINAL_STEPS = 50;
    private static final double SCALING = 10;
    private static final double DATA_VARIANCE = 0.25;

    private final double scaling;
    private float[] fresh = new float[0];

    LcmScheduler(NoiseSchedule schedule, int steps) {
        super(NAME, schedule, subset(schedule, steps));
        Double factor = schedule.settings().timestepScaling();
        this.scaling = factor == null ? SCALING : factor;
    }

    private static int[] subset(NoiseSchedule schedule, int steps) {
        Integer configured = schedule.settings().originalInferenceSteps();
        int original = configured == null ? ORIGINAL_STEPS : configured;
        if (steps < 1 || steps > original) {
            throw new IllegalArgumentException(
                    "scheduler 'lcm' takes 1 to " + original + " steps with this model, not " + steps);
        }
        int stride = schedule.length() / original;
        return IntStream.range(0, steps)
                .map(i -> (int) Math.floor(i * ((double) original / steps)))
                .map(index -> (original - index) * stride - 1)
                .toArray();
    }

    @Override
    public boolean drawsNoise() {
        return timesteps.length > 1;
    }

    @Override
    public void step(int i, float[] prediction, float[] sample, float[] clean, StepNoise noise) {
        int t = timesteps[i];
        double alpha = Math.sqrt(schedule.alphaCumprod(t));
        double sigma = Math.sqrt(1 - schedule.alphaCumprod(t));
        double scaled = t * scaling;
        double skip = DATA_VARIANCE / (scaled * scaled + DATA_VARIANCE);
        double out = scaled / Math.sqrt(scaled * scaled + DATA_VARIANCE);
        boolean clip = schedule.settings().clipSample();
        for (int k = 0; k < sample.length; k++) {
            double x0 = schedule.clean(alpha, sigma, sample[k], prediction[k]);
            clean[k] = (float) (out * (clip ? schedule.clip(x0) : x0) + skip * sample[k]);
        }
        if (i == timesteps.length - 1) {
            System.arraycopy(clean, 0, sample, 0, sample.length);
            return;
        }
        if (fresh.length == 0) {
            fresh = new float[sample.length];
        }
        noise.fill(i, fresh);
        schedule.addNoise(timesteps[i + 1], clean, fresh, sample);
    }
}
