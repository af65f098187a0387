package io.darkroom.worker.scheduler;

/**
 * UniPC of order 2 on clean images, B(h) = e^h - 1, Zhao et al., "UniPC: a unified predictor-corrector framework for fast
 * sampling of diffusion models" (2023): each evaluation of the network is used twice, to correct the step that led to it, and
 * to predict the next one. Good images in 5 to 10 steps.
 *
 * <p>With {@code e = e^{-h} - 1}, both start from {@code (σ'/σ) x - α' e x0}. The predictor (UniP) subtracts {@code α' e/2
 * (x0_before - x0) / r}, {@code r = -h_before / h}. The corrector (UniC) repeats the step from the previous corrected sample, now
 * with the image at its end; its weights solve two equations in r. The first and the last step are of first order.
 */
final class UniPcScheduler extends SigmaScheduler {
    static final String NAME = "unipc";

    /** Number of last images that are kept: 0 before the first step, at most 2. */
    private int kept;

    private float[] last = new float[0];
    private float[] beforeLast = new float[0];

    /** The corrected sample that the last step began with. */
    private float[] corrected = new float[0];

    UniPcScheduler(NoiseSchedule schedule, int steps) {
        super(
                NAME,
                schedule,
                Sigmas.unipc(
                        schedule, steps, Boolean.TRUE.equals(schedule.settings().useKarrasSigmas())));
    }

    @Override
    public void step(int i, float[] prediction, float[] sample, float[] clean, StepNoise noise) {
        double alpha = sigmas.alpha(i);
        double sigma = alpha * sigmas.at(i);
        for (int k = 0; k < sample.length; k++) {
            clean[k] = (float) schedule.clean(alpha, sigma, sample[k], prediction[k]);
        }
        if (kept > 0) {
            correct(i, clean, sample);
        } else {
            last = new float[sample.length];
            beforeLast = new float[sample.length];
            corrected = new float[sample.length];
        }
        float[] oldest = beforeLast;
        beforeLast = last;
        last = oldest;
        System.arraycopy(clean, 0, last, 0, clean.length);
        System.arraycopy(sample, 0, corrected, 0, sample.length);
        kept = Math.min(kept + 1, 2);
        predict(i, sample);
    }

    /** Does the step from {@code i} on. */
    private void predict(int i, float[] sample) {
        Step step = new Step(i, i + 1);
        boolean second = kept == 2 && i < steps() - 1;
        double slope = second ? 0.5 / step.ratio(i - 1) : 0;
        for (int k = 0; k < sample.length; k++) {
            double change = slope * (beforeLast[k] - last[k]);
            sample[k] = (float) (step.shrink * sample[k] - step.gain * (last[k] + change));
        }
    }

    /** Repeats the step that led to {@code i}, with the image that the network predicts at its end. */
    private void correct(int i, float[] end, float[] sample) {
        Step step = new Step(i - 1, i);
        double atStart = 0;
        double atEnd = 0.5;
        if (kept == 2) {
            double ratio = step.ratio(i - 2);
            double h = -step.h;
            double first = (step.e / h - 1) / step.e;
            double secondly = 2 * ((step.e / h - 1) / h - 0.5) / step.e;
            double weight = (first - secondly) / (1 - ratio);
            atStart = weight / ratio;
            atEnd = first - weight;
        }
        for (int k = 0; k < sample.length; k++) {
            double change = atStart * (beforeLast[k] - last[k]) + atEnd * (end[k] - last[k]);
            sample[k] = (float) (step.shrink * corrected[k] - step.gain * (last[k] + change));
        }
    }

    /** Coefficients of a step between two noise levels; λ is -ln of {@link Sigmas}' σ. */
    private final class Step {
        private final int from;
        private final double h;

        /** {@code e^{-h} - 1}. */
        private final double e;

        private final double shrink;
        private final double gain;

        Step(int from, int to) {
            this.from = from;
            this.h = StrictMath.log(sigmas.at(from) / sigmas.at(to));
            this.e = sigmas.at(to) / sigmas.at(from) - 1;
            this.shrink = sigmas.alpha(to) * sigmas.at(to) / (sigmas.alpha(from) * sigmas.at(from));
            this.gain = sigmas.alpha(to) * e;
        }

        /** The distance of an earlier noise level, in lengths of this step; negative. */
        double ratio(int earlier) {
            return StrictMath.log(sigmas.at(from) / sigmas.at(earlier)) / h;
        }
    }

    @Override
    public SchedulerState state() {
        return new SchedulerState(kept, new float[][] {last.clone(), beforeLast.clone(), corrected.clone()});
    }

    @Override
    public void restore(SchedulerState state) {
        kept = state.count();
        boolean none = kept == 0;
        last = none ? new float[0] : state.memory()[0].clone();
        beforeLast = none ? new float[0] : state.memory()[1].clone();
        corrected = none ? new float[0] : state.memory()[2].clone();
    }
}
