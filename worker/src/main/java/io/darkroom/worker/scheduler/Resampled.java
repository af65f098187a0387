package io.darkroom.worker.scheduler;

import java.util.ArrayList;
import java.util.List;

/**
 * Another scheduler's way with jumps back (RePaint, Lugmayr et al., "Inpainting using denoising diffusion probabilistic models",
 * 2022, algorithm 1): after each block of steps the sample is noised again as much as it was before the block, and the block
 * is done again. A network that sees the known part of a picture only through the sample is given more time so to make the rest
 * fit it. What the method remembers is forgotten at each jump.
 *
 * <p>Its steps are evaluations of the network, so a block that is done {@code times} times counts so many times.
 */
public final class Resampled implements Scheduler {
    private final Scheduler way;
    private final SchedulerState fresh;

    /** The step of the way that each of its own steps is. */
    private final int[] path;

    /**
     * @param way new; belongs to this object from now on
     * @param from steps of the way before this one are not looked at
     * @param length steps of a block, 1 or more
     * @param times how often each block is done, 1 or more
     */
    public Resampled(Scheduler way, int from, int length, int times) {
        this.way = way;
        this.fresh = way.state();
        List<Integer> steps = new ArrayList<>();
        for (int step = 0; step < from; step++) {
            steps.add(step);
        }
        for (int block = from; block < way.steps(); block += length) {
            for (int time = 0; time < times; time++) {
                for (int step = block; step < Math.min(block + length, way.steps()); step++) {
                    steps.add(step);
                }
            }
        }
        this.path = steps.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public String name() {
        return way.name();
    }

    @Override
    public int steps() {
        return path.length;
    }

    @Override
    public float timestep(int i) {
        return way.timestep(path[i]);
    }

    @Override
    public double initNoiseSigma() {
        return way.initNoiseSigma();
    }

    @Override
    public void begin(float[] noise) {
        way.begin(noise);
    }

    @Override
    public void scaleInput(int i, float[] sample, float[] into) {
        way.scaleInput(path[i], sample, into);
    }

    @Override
    public void addNoise(int i, float[] clean, float[] noise, float[] into) {
        way.addNoise(path[i], clean, noise, into);
    }

    @Override
    public boolean drawsNoise() {
        return true;
    }

    @Override
    public void step(int i, float[] prediction, float[] sample, float[] clean, StepNoise noise) {
        // The same step of the way is done several times, with other noise each time.
        way.step(path[i], prediction, sample, clean, (_, out) -> noise.fill(i, out));
        if (i + 1 < path.length && path[i + 1] <= path[i]) {
            float[] fill = new float[sample.length];
            noise.fill(path.length + i, fill);
            jump(path[i] + 1, path[i + 1], sample, fill);
            way.restore(fresh);
        }
    }

    /**
     * From before one step to before an earlier one. Both look like {@code signal * clean + strength * noise}, so the sample is
     * scaled to the signal of the earlier one, and what strength is lacking is added.
     */
    private void jump(int from, int to, float[] sample, float[] noise) {
        boolean clean = from == way.steps();
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
        way.addNoise(step, out, new float[] {noise}, out);
        return out[0];
    }

    private static double square(double value) {
        return value * value;
    }

    @Override
    public SchedulerState state() {
        return way.state();
    }

    @Override
    public void restore(SchedulerState state) {
        way.restore(state);
    }
}
