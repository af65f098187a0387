package io.darkroom.worker.scheduler;

import java.util.Arrays;

/**
 * Pseudo numerical methods for diffusion models on manifolds (Liu et al., 2022), the linear multistep method (PLMS) without
 * initial Runge-Kutta steps, as Stable Diffusion 1.x was published with: Adams-Bashforth formulas of order 1 to 4 over the
 * last predictions, then the transfer of the paper (equation 9, which is a DDIM step).
 *
 * <p>The second evaluation corrects the first step (Heun's method), so <b>n steps are n + 1 evaluations</b> of the network, except that
 * a single step is one. Image to image is as in diffusers: the first evaluation after the start is corrected, too, whichever step
 * it is.
 */
final class PndmScheduler extends TimestepScheduler {
    static final String NAME = "pndm";

    private static final double[][] ADAMS = {
        {1}, {3 / 2.0, -1 / 2.0}, {23 / 12.0, -16 / 12.0, 5 / 12.0}, {55 / 24.0, -59 / 24.0, 37 / 24.0, -9 / 24.0}
    };

    private final int stride;

    /** Evaluations so far. */
    private int count;

    /** The last predictions, newest first; {@link #kept} is their number. */
    private final float[][] outputs = new float[ADAMS.length][];

    private float[] start = new float[0];

    PndmScheduler(NoiseSchedule schedule, int steps) {
        super(NAME, schedule, secondTwice(Timesteps.whole(schedule.settings(), steps)));
        this.stride = schedule.length() / steps;
        Arrays.fill(outputs, new float[0]);
    }

    private static int[] secondTwice(int[] whole) {
        if (whole.length == 1) {
            return whole;
        }
        int[] out = new int[whole.length + 1];
        Arrays.setAll(out, i -> whole[i < 2 ? i : i - 1]);
        return out;
    }

    @Override
    public void step(int i, float[] prediction, float[] sample, float[] clean, StepNoise noise) {
        if (count == 0) {
            start = sample.clone();
            Arrays.setAll(outputs, _ -> new float[sample.length]);
        }
        if (count == 1) {
            System.arraycopy(start, 0, sample, 0, sample.length);
            correct(prediction, clean);
            transfer(timesteps[i] + stride, clean, sample, clean);
        } else {
            keep(prediction);
            combine(ADAMS[kept(count + 1) - 1], clean);
            transfer(timesteps[i], clean, sample, clean);
        }
        count++;
    }

    /** Number of predictions that are kept after this many evaluations; the second one is not kept. */
    private static int kept(int evaluations) {
        return Math.min(evaluations < 2 ? evaluations : evaluations - 1, ADAMS.length);
    }

    private void keep(float[] prediction) {
        float[] oldest = outputs[ADAMS.length - 1];
        System.arraycopy(outputs, 0, outputs, 1, ADAMS.length - 1);
        outputs[0] = oldest;
        System.arraycopy(prediction, 0, oldest, 0, prediction.length);
    }

    private void combine(double[] weights, float[] into) {
        for (int k = 0; k < into.length; k++) {
            double sum = 0;
            for (int j = 0; j < weights.length; j++) {
                sum += weights[j] * outputs[j][k];
            }
            into[k] = (float) sum;
        }
    }

    private void correct(float[] prediction, float[] into) {
        for (int k = 0; k < into.length; k++) {
            into[k] = (float) ((outputs[0][k] + (double) prediction[k]) / 2);
        }
    }

    private void transfer(int t, float[] prediction, float[] sample, float[] clean) {
        double alpha = Math.sqrt(schedule.alphaCumprod(t));
        double sigma = Math.sqrt(1 - schedule.alphaCumprod(t));
        double next = t - stride >= 0 ? schedule.alphaCumprod(t - stride) : schedule.finalAlphaCumprod();
        double nextAlpha = Math.sqrt(next);
        double nextSigma = Math.sqrt(1 - next);
        for (int k = 0; k < sample.length; k++) {
            double x0 = schedule.clean(alpha, sigma, sample[k], prediction[k]);
            sample[k] = (float) (nextAlpha * x0 + nextSigma * ((sample[k] - alpha * x0) / sigma));
            clean[k] = (float) x0;
        }
    }

    /** The start is needed for one evaluation only, so it is left out afterwards. */
    @Override
    public SchedulerState state() {
        float[][] memory = new float[ADAMS.length + 1][];
        for (int j = 0; j < ADAMS.length; j++) {
            memory[j] = j < kept(count) ? outputs[j].clone() : new float[0];
        }
        memory[ADAMS.length] = count == 1 ? start.clone() : new float[0];
        return new SchedulerState(count, memory);
    }

    @Override
    public void restore(SchedulerState state) {
        count = state.count();
        if (count == 0) {
            return;
        }
        int size = state.memory()[0].length;
        for (int j = 0; j < ADAMS.length; j++) {
            outputs[j] = state.memory()[j].length == 0 ? new float[size] : state.memory()[j].clone();
        }
        start = state.memory()[ADAMS.length].clone();
    }
}
