package io.darkroom.worker.scheduler;

import io.darkroom.worker.model.ModelManifest.SchedulerSettings;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A run as the noise levels it goes through: {@code σ = √((1 - ᾱ) / ᾱ)}, the noise for a signal of 1, as in Karras et al.,
 * "Elucidating the design space of diffusion-based generative models" (2022).
 *
 * @param timesteps that the network is asked about, one of each step
 * @param values σ before each step, and after the last one
 */
record Sigmas(float[] timesteps, double[] values) {
    /** Of the paper: how much more steps there are where there is little noise. */
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

    /** The same run with a clean end, for methods that have no other. */
    Sigmas toZero() {
        double[] all = values.clone();
        all[values.length - 1] = 0;
        return new Sigmas(timesteps, all);
    }

    /** For Euler's methods: σ between timesteps is interpolated. */
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

    /** For DPM-Solver++: with Karras' spacing over all of the schedule. */
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

    /** For UniPC: as for DPM-Solver++ but for rounding, and {@code sigma_min} is the last one of the spacing. */
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

    /** @param least the last one where settings ask for {@code sigma_min}; null: that of timestep 0 */
    private static Sigmas of(NoiseSchedule schedule, double[] timesteps, double[] values, @Nullable Double least) {
        SchedulerSettings settings = schedule.settings();
        double[] all = Arrays.copyOf(values, values.length + 1);
        if ("sigma_min".equals(settings.finalSigmasType())) {
            all[values.length] = least == null ? schedule.sigma(0) : least;
        }
        float[] asked = new float[timesteps.length];
        for (int i = 0; i < asked.length; i++) {
            asked[i] = (float) timesteps[i];
        }
        return new Sigmas(asked, Arrays.stream(all).map(s -> (float) s).toArray());
    }

    private static double between(NoiseSchedule schedule, double timestep) {
        int below = (int) timestep;
        double along = timestep - below;
        double low = schedule.sigma(below);
        return along == 0 ? low : low + along * (schedule.sigma(below + 1) - low);
    }

    /** Equation 5 of the paper. */
    private static double[] karras(double most, double least, int steps) {
        double from = StrictMath.pow(most, 1 / RHO);
        double to = StrictMath.pow(least, 1 / RHO);
        double[] out = new double[steps];
        Arrays.setAll(out, i -> StrictMath.pow(from + (steps == 1 ? 0 : (double) i / (steps - 1)) * (to - from), RHO));
        return out;
    }

    /** Where the schedule has this σ, between two timesteps by its logarithm. */
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
        double along = Math.clamp((from - wanted) / (from - log(schedule, low + 1)), 0.0, 1.0);
        return (1 - along) * low + along * (low + 1);
    }

    private static double log(NoiseSchedule schedule, int timestep) {
        return (float) StrictMath.log(schedule.sigma(timestep));
    }
}
