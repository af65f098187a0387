package io.darkroom.worker.scheduler;

import java.util.Arrays;

/**
 * DPM-Solver++ (2M), Lu et al., "DPM-Solver++: fast solver for guided sampling of diffusion probabilistic models" (2022),
 * algorithm 2: second order, multistep, so one model call per step, and good pictures in fewer of them.
 *
 * <p>With {@code λ = ln(α/σ)}, {@code h = λ' - λ} and {@code D = x0 + (x0 - x0_before) / 2r}, {@code r = h_before / h}:
 * {@code x' = (σ'/σ) x - α' (e^{-h} - 1) D}. The first step and the last one, to a clean image ({@code σ' = 0}), are of first
 * order, {@code D = x0}. Samples are clipped nowhere.
 */
final class DpmSolverScheduler implements Scheduler {
    static final String NAME = "dpmpp_2m";

    private final NoiseSchedule schedule;
    private final int[] timesteps;

    /** x0 of the step before; empty before the first. */
    private float[] before = new float[0];

    DpmSolverScheduler(NoiseSchedule schedule, int steps) {
        this.schedule = schedule;
        this.timesteps = timesteps(schedule, steps);
    }

    /** Like DDIM's, but linspace and leading cut the range into one more piece and leave out its clean end. */
    private static int[] timesteps(NoiseSchedule schedule, int steps) {
        int n = schedule.settings().numTrainTimesteps();
        int[] out = schedule.timesteps(steps);
        if (schedule.settings().timestepSpacing().equals("linspace")) {
            Arrays.setAll(out, i -> (int) Math.rint((double) (steps - i) * (n - 1) / steps));
        } else if (schedule.settings().timestepSpacing().equals("leading")) {
            Arrays.setAll(
                    out,
                    i -> (steps - i) * (n / (steps + 1)) + schedule.settings().stepsOffset());
        }
        return out;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int steps() {
        return timesteps.length;
    }

    @Override
    public float timestep(int i) {
        return timesteps[i];
    }

    @Override
    public void addNoise(int i, float[] clean, float[] noise, float[] into) {
        schedule.addNoise(timesteps[i], clean, noise, into);
    }

    @Override
    public void step(int i, float[] prediction, float[] sample, float[] clean, StepNoise noise) {
        double alpha = alpha(i);
        double sigma = sigma(i);
        boolean last = i == timesteps.length - 1;
        double nextAlpha = last ? 1 : alpha(i + 1);
        double nextSigma = last ? 0 : sigma(i + 1);
        for (int k = 0; k < sample.length; k++) {
            clean[k] = (float) schedule.clean(alpha, sigma, sample[k], prediction[k]);
        }
        // e^-h = e^(λ - λ') = (α σ') / (σ α'), which is 0 for the step to the clean image.
        double shrink = alpha * nextSigma / (sigma * nextAlpha);
        double gain = nextAlpha * (1 - shrink);
        double slope = before.length == 0 || last ? 0 : 0.5 * (lambda(i + 1) - lambda(i)) / (lambda(i) - lambda(i - 1));
        boolean first = before.length == 0;
        if (first) {
            before = new float[sample.length];
        }
        for (int k = 0; k < sample.length; k++) {
            double direction = first ? clean[k] : clean[k] + slope * (clean[k] - before[k]);
            sample[k] = (float) (nextSigma / sigma * sample[k] + gain * direction);
            before[k] = clean[k];
        }
    }

    private double alpha(int i) {
        return Math.sqrt(schedule.alphaCumprod(timesteps[i]));
    }

    private double sigma(int i) {
        return Math.sqrt(1 - schedule.alphaCumprod(timesteps[i]));
    }

    private double lambda(int i) {
        return StrictMath.log(alpha(i) / sigma(i));
    }

    @Override
    public SchedulerState state() {
        return new SchedulerState(0, new float[][] {before.clone()});
    }

    @Override
    public void restore(SchedulerState state) {
        before = state.memory()[0].clone();
    }
}
