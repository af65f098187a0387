package io.darkroom.worker.model;

import static io.darkroom.worker.model.ManifestReader.require;

import io.darkroom.worker.model.ModelManifest.SchedulerSettings;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks that the schedulers support a model's settings. */
final class SchedulerChecks {
    private static final Set<String> PREDICTIONS = Set.of("v_prediction", "epsilon", "sample", "flow");
    private static final Set<String> SPACINGS = Set.of("trailing", "leading", "linspace");

    private SchedulerChecks() {}

    static void check(String model, SchedulerSettings settings) {
        among(model, "beta_schedule", settings.betaSchedule(), Set.of("squaredcos_cap_v2", "linear", "scaled_linear"));
        among(model, "prediction_type", settings.predictionType(), PREDICTIONS);
        among(model, "timestep_spacing", settings.timestepSpacing(), SPACINGS);
        among(model, "final_sigmas_type", settings.finalSigmasType(), Set.of("zero", "sigma_min"));
        int timesteps = settings.numTrainTimesteps();
        require(model, timesteps >= 1, "num_train_timesteps must be positive");
        require(
                model,
                settings.stepsOffset() >= 0 && settings.stepsOffset() < timesteps,
                "steps_offset must be from 0 to num_train_timesteps - 1");
        require(
                model,
                !settings.rescaleBetasZeroSnr() || !settings.predictionType().equals("epsilon"),
                "with rescale_betas_zero_snr there is no signal at the last timestep, where epsilon is undefined; export the"
                        + " model with prediction_type v_prediction");
        require(
                model,
                !settings.clipSample() || settings.clipSampleRange() > 0,
                "clip_sample_range must be positive with clip_sample");
        Integer original = settings.originalInferenceSteps();
        require(
                model,
                original == null || original >= 1 && original <= timesteps,
                "original_inference_steps must be from 1 to num_train_timesteps");
        require(
                model,
                !settings.predictionType().equals("flow") || !Boolean.TRUE.equals(settings.useKarrasSigmas()),
                "use_karras_sigmas is not supported for flow models");
        positive(model, "timestep_scaling", settings.timestepScaling());
        positive(model, "shift", settings.shift());
    }

    /** Null: diffusers' default. */
    private static void among(String model, String field, @Nullable String value, Set<String> known) {
        require(model, value == null || known.contains(value), field + " '" + value + "' is not known");
    }

    private static void positive(String model, String field, @Nullable Double value) {
        require(model, value == null || value > 0 && Double.isFinite(value), field + " must be positive");
    }
}
