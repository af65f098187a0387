package io.darkroom.worker.scheduler;

import io.darkroom.worker.model.ModelManifest.SchedulerSettings;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The noise levels of a trajectory: {@code σ = √((1 - ᾱ) / ᾱ)}, the noise level at a signal of 1, as in Karras et al.,
 * "Elucidating the design space of diffusion-based generative models" (2022).
 *
 * @param timesteps given to the network, one for each step
 * @param values σ before each step, and after the last one
 */
record Sigmas(float[] timesteps, double[] values) {
    /** ρ of the paper: larger values place more steps at low noise levels. */
    private static final double RHO = 7;

    /** σ before step {@code i}. */
    double at(int i) {
        return values[i];
    }

    int steps() {
        return timesteps.length;
    }

    /** {@code x' = x / √(σ² + 1)} has variance 1, and this signal. */
    double alpha(int i) {
        return 1 / Math.sqrt(values[i] * values[i] + 1);
    }

    /** The same noise levels ending at 0, for methods that can only end there. */
    Sigmas toZero() {
        double[] all = values.clone();
        all[values.length - 1] = 0;
        return new Sigmas(timesteps, all);
    }

    /** For Euler's methods: σ is interpolated between timesteps. */
    static Sigmas euler(NoiseSchedule schedule, int steps, boolean karras) {
        double[] timesteps = Timesteps.exact(schedule.settings(), steps);
        double[] values =
                Arrays.stream(timesteps).map(t -> between(schedule, t)).toArray();
        if (karras) {
            values = karras(values[0], values[steps - 1], steps);
            timesteps = Arrays.stream(values).map(s -> timestep(schedule, s)).toArray();
        }
        return of(schedule, timesteps, values, null);
    }

    /** For DPM-Solver++: Karras' spacing spans the whole schedule. */
    static Sigmas dpm(NoiseSchedule schedule, int steps, boolean karras) {
        if (!karras) {
            return ahead(schedule, steps);
        }
        double[] values = karras(schedule.sigma(schedule.length() - 1), schedule.sigma(0), steps);
        boolean cosine = schedule.settings().betaSchedule().equals("squaredcos_cap_v2");
        double[] timesteps = Arrays.stream(values)
                .map(s -> timestep(schedule, s))
                .map(t -> cosine ? Math.floor(t) : Math.rint(t))
                .toArray();
        return of(schedule, timesteps, values, null);
    }

    /** For UniPC: as for DPM-Solver++, except for rounding, and {@code sigma_min} is the last σ of the spacing. */
    static Sigmas unipc(NoiseSchedule schedule, int steps, boolean karras) {
        if (!karras) {
            return ahead(schedule, steps);
        }
        double[] values = karras(schedule.sigma(schedule.length() - 1), schedule.sigma(0), steps);
        double[] timesteps =
                Arrays.stream(values).map(s -> Math.rint(timestep(schedule, s))).toArray();
        return of(schedule, timesteps, values, values[steps - 1]);
    }

    private static Sigmas ahead(NoiseSchedule schedule, int steps) {
        int[] timesteps = Timesteps.ahead(schedule.settings(), steps);
        double[] values = Arrays.stream(timesteps).mapToDouble(schedule::sigma).toArray();
        return of(schedule, Arrays.stream(timesteps).asDoubleStream().toArray(), values, null);
    }

    /** @param smallest the final σ if the settings ask for {@code sigma_min}; null: that of timestep 0 */
    private static Sigmas of(NoiseSchedule schedule, double[] timesteps, double[] values, @Nullable Double smallest) {
        SchedulerSettings settings = schedule.settings();
        double[] all = Arrays.copyOf(values, values.length + 1);
        if ("sigma_min".equals(settings.finalSigmasType())) {
            all[values.length] = smallest == null ? schedule.sigma(0) : smallest;
        }
        float[] rounded = new float[timesteps.length];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = (float) timesteps[i];
        }
        return new Sigmas(rounded, Arrays.stream(all).map(s -> (float) s).toArray());
    }

    private static double between(NoiseSchedule schedule, double timestep) {
        int below = (int) timestep;
        double fraction = timestep - below;
        double low = schedule.sigma(below);
        return fraction == 0 ? low : low + fraction * (schedule.sigma(below + 1) - low);
    }

    /** Equation 5 of the paper. */
    private static double[] karras(double largest, double smallest, int steps) {
        double from = StrictMath.pow(largest, 1 / RHO);
        double to = StrictMath.pow(smallest, 1 / RHO);
        double[] out = new double[steps];
        Arrays.setAll(out, i -> StrictMath.pow(from + (steps == 1 ? 0 : (double) i / (steps - 1)) * (to - from), RHO));
        return out;
    }

    /** The timestep at which the schedule has this σ, interpolated in log σ. */
    private static double timestep(NoiseSchedule schedule, double sigma) {
        double wanted = StrictMath.log(Math.max(sigma, 1e-10));
        int low = 0;
        for (int high = schedule.length() - 1; high - low > 1; ) {
            int middle = (low + high) >>> 1;
            if (log(schedule, middle) <= wanted) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double from = log(schedule, low);
        double fraction = Math.clamp((from - wanted) / (from - log(schedule, low + 1)), 0.0, 1.0);
        return (1 - fraction) * low + fraction * (low + 1);
    }

    private static double log(NoiseSchedule schedule, int timestep) {
        return (float) StrictMath.log(schedule.sigma(timestep));
    }
}
