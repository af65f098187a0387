package io.darkroom.worker.scheduler;

/**
 * DPM-Solver++ (2M), Lu et al., "DPM-Solver++: fast solver for guided sampling of diffusion probabilistic models" (2022),
 * algorithm 2: second order, multistep, so one model call per step, and good images in fewer steps. With Karras' sigmas
 * ("Elucidating the design space of diffusion-based generative models", 2022, equation 5) more of the steps are at low noise
 * levels.
 *
 * <p>With {@code λ = ln(α/σ)}, {@code h = λ' - λ} and {@code D = x0 + (x0 - x0_before) / 2r}, {@code r = h_before / h}:
 * {@code x' = (σ'/σ) x - α' (e^{-h} - 1) D}. The first step is of first order ({@code D = x0}), and so is the last
 * one if it ends at the clean image ({@code σ' = 0}) or if there are fewer than 15 steps.
 */
final class DpmSolverScheduler extends SigmaScheduler {
    static final String NAME = "dpmpp_2m";
    static final String KARRAS = "dpmpp_2m_karras";

    private static final int FEW_STEPS = 15;

    /** {@code x0} of the previous step; empty before the first one. */
    private float[] before = new float[0];

    DpmSolverScheduler(NoiseSchedule schedule, int steps, boolean karras) {
        super(karras ? KARRAS : NAME, schedule, Sigmas.dpm(schedule, steps, karras));
    }

    @Override
    public void step(int i, float[] prediction, float[] sample, float[] clean, StepNoise noise) {
        double alpha = sigmas.alpha(i);
        double sigma = alpha * sigmas.at(i);
        double nextAlpha = sigmas.alpha(i + 1);
        double nextSigma = nextAlpha * sigmas.at(i + 1);
        boolean first = before.length == 0;
        if (first) {
            before = new float[sample.length];
        }
        // e^-h = e^(λ - λ') = (α σ') / (σ α'), which is 0 for the step to the clean image.
        double gain = nextAlpha * (1 - sigmas.at(i + 1) / sigmas.at(i));
        double slope = first || isFirstOrderEnd(i) ? 0 : slope(i);
        for (int k = 0; k < sample.length; k++) {
            double x0 = schedule.clean(alpha, sigma, sample[k], prediction[k]);
            clean[k] = (float) x0;
            sample[k] = (float) (nextSigma / sigma * sample[k] + gain * (x0 + slope * (x0 - before[k])));
            before[k] = clean[k];
        }
    }

    private boolean isFirstOrderEnd(int i) {
        return i == steps() - 1 && (sigmas.at(i + 1) == 0 || steps() < FEW_STEPS);
    }

    /** {@code 1 / 2r}; λ is -ln of {@link Sigmas}' σ. */
    private double slope(int i) {
        double present = StrictMath.log(sigmas.at(i) / sigmas.at(i + 1));
        double last = StrictMath.log(sigmas.at(i - 1) / sigmas.at(i));
        return 0.5 * present / last;
    }

    @Override
    public SchedulerState state() {
        return new SchedulerState(0, new float[][] {before.clone()});
    }

    @Override
    public void restore(SchedulerState state) {
        before = state.memory().length == 0 ? new float[0] : state.memory()[0].clone();
    }
}
