package io.darkroom.worker.scheduler;

import java.util.ArrayList;
import java.util.List;

/**
 * Resampling over another scheduler (RePaint, Lugmayr et al., "Inpainting using denoising diffusion probabilistic models", 2022,
 * algorithm 1): after each block of steps the sample is noised again to the level before the block, and the block is repeated. This
 * gives a network that sees the known part of an image only through the sample more steps to make the rest fit it. The inner
 * scheduler's state is reset at each jump.
 *
 * <p>Its steps are evaluations of the network, so a block that is repeated counts each time.
 */
public final class Resampled implements Scheduler {
    private final Scheduler inner;
    private final SchedulerState fresh;

    /** For each step, the step of the inner scheduler. */
    private final int[] path;

    /**
     * @param inner new; owned by this object from now on
     * @param from first step of the inner scheduler that is resampled; the ones before are done once
     * @param length steps of a block, 1 or more
     * @param times how often each block is done, 1 or more
     */
    public Resampled(Scheduler inner, int from, int length, int times) {
        this.inner = inner;
        this.fresh = inner.state();
        List<Integer> steps = new ArrayList<>();
        for (int step = 0; step < from; step++) {
            steps.add(step);
        }
        for (int block = from; block < inner.steps(); block += length) {
            for (int time = 0; time < times; time++) {
                for (int step = block; step < Math.min(block + length, inner.steps()); step++) {
                    steps.add(step);
                }
            }
        }
        this.path = steps.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public int steps() {
        return path.length;
    }

    @Override
    public float timestep(int i) {
        return inner.timestep(path[i]);
    }

    @Override
    public double initNoiseSigma() {
        return inner.initNoiseSigma();
    }

    @Override
    public void begin(float[] noise) {
        inner.begin(noise);
    }

    @Override
    public void scaleInput(int i, float[] sample, float[] into) {
        inner.scaleInput(path[i], sample, into);
    }

    @Override
    public void addNoise(int i, float[] clean, float[] noise, float[] into) {
        inner.addNoise(path[i], clean, noise, into);
    }

    @Override
    public boolean drawsNoise() {
        return true;
    }

    @Override
    public void step(int i, float[] prediction, float[] sample, float[] clean, StepNoise noise) {
        // The inner step is repeated with different noise each time.
        inner.step(path[i], prediction, sample, clean, (_, out) -> noise.fill(i, out));
        if (i + 1 < path.length && path[i + 1] <= path[i]) {
            float[] fill = new float[sample.length];
            noise.fill(path.length + i, fill);
            jump(path[i] + 1, path[i + 1], sample, fill);
            inner.restore(fresh);
        }
    }

    /**
     * Moves a sample from before one step to before an earlier one. At both it is {@code signal * clean + strength * noise}, so it is scaled
     * to the signal of the earlier step, and the missing noise is added.
     */
    private void jump(int from, int to, float[] sample, float[] noise) {
        boolean clean = from == inner.steps();
        double signal = clean ? 1 : weight(from, 1, 0);
        double strength = clean ? 0 : weight(from, 0, 1);
        double scale = weight(to, 1, 0) / signal;
        double more = Math.sqrt(Math.max(0, square(weight(to, 0, 1)) - square(scale * strength)));
        for (int k = 0; k < sample.length; k++) {
            sample[k] = (float) (scale * sample[k] + more * noise[k]);
        }
    }

    private double weight(int step, float clean, float noise) {
        float[] out = {clean};
        inner.addNoise(step, out, new float[] {noise}, out);
        return out[0];
    }

    private static double square(double value) {
        return value * value;
    }

    @Override
    public SchedulerState state() {
        return inner.state();
    }

    @Override
    public void restore(SchedulerState state) {
        inner.restore(state);
    }
}
