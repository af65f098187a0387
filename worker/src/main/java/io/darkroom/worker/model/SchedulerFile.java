package io.darkroom.worker.model;

import static io.darkroom.worker.model.ManifestReader.require;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.contracts.wire.Json;
import io.darkroom.worker.model.ModelManifest.SchedulerSettings;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads {@code scheduler_config.json} of a Diffusers layout. The file has many fields, most of them for other schedulers. A field that is
 * not understood is accepted only if it is off, or known to have no effect.
 */
final class SchedulerFile {
    static final String FILE = "scheduler/scheduler_config.json";

    /** Have an effect only together with another field that is rejected when set, or none at all. */
    private static final Set<String> HARMLESS = Set.of(
            "_diffusers_version",
            "_name_or_path",
            "sample_max_value",
            "dynamic_thresholding_ratio",
            "base_image_seq_len",
            "max_image_seq_len",
            "base_shift",
            "max_shift",
            "time_shift_type",
            "variance_type",
            "lambda_min_clipped",
            "flow_shift");

    /** The only supported value of a field. */
    private static final Map<String, String> ONLY = Map.of(
            "interpolation_type", "linear",
            "timestep_type", "discrete",
            "solver_order", "2",
            "algorithm_type", "dpmsolver++",
            "lower_order_final", "true",
            "predict_x0", "true",
            "disable_corrector", "[]");

    private static final Map<String, Set<String>> EITHER = Map.of("solver_type", Set.of("midpoint", "bh2"));

    private static final Map<String, Object> DEFAULTS = Map.ofEntries(
            Map.entry("num_train_timesteps", 1000),
            Map.entry("beta_schedule", "linear"),
            Map.entry("beta_start", 0.0001),
            Map.entry("beta_end", 0.02),
            Map.entry("prediction_type", "epsilon"),
            Map.entry("clip_sample", false),
            Map.entry("clip_sample_range", 1.0),
            Map.entry("set_alpha_to_one", true),
            Map.entry("steps_offset", 0),
            Map.entry("rescale_betas_zero_snr", false));

    private SchedulerFile() {}

    static SchedulerSettings read(String model, JsonNode file) throws IOException {
        Set<String> known = Arrays.stream(SchedulerSettings.class.getRecordComponents())
                .map(SchedulerFile::wireName)
                .collect(Collectors.toSet());
        ObjectNode settings = Json.mapper().createObjectNode();
        DEFAULTS.forEach((name, value) -> {
            if (known.contains(name)) {
                settings.putPOJO(name, value);
            }
        });
        defaultsOf(file.path("_class_name").asText(), settings);
        file.properties().forEach(field -> {
            if (known.contains(field.getKey()) && !field.getValue().isNull()) {
                settings.set(field.getKey(), field.getValue());
            } else if (!known.contains(field.getKey())) {
                require(
                        model,
                        isHarmless(field.getKey(), field.getValue()),
                        FILE + ": '" + field.getKey() + "' = " + field.getValue() + " is not supported");
            }
        });
        SchedulerSettings read = ManifestReader.strictly(
                model, FILE, Json.mapper().writeValueAsBytes(settings), SchedulerSettings.class);
        SchedulerChecks.check(model, read);
        return read;
    }

    /** Defaults of a diffusers class where they differ from {@link #DEFAULTS}. */
    private static void defaultsOf(String scheduler, ObjectNode settings) {
        settings.put("timestep_spacing", spacing(scheduler));
        if (scheduler.startsWith("FlowMatch")) {
            settings.put("prediction_type", "flow");
        } else if (scheduler.startsWith("DDIM")) {
            settings.put("clip_sample", true);
        } else if (scheduler.startsWith("PNDM")) {
            settings.put("set_alpha_to_one", false);
            settings.put("skip_prk_steps", false);
        } else if (scheduler.startsWith("LCM")) {
            settings.put("beta_schedule", "scaled_linear");
            settings.put("beta_start", 0.00085);
            settings.put("beta_end", 0.012);
        }
    }

    private static boolean isHarmless(String field, JsonNode value) {
        boolean off = value.isNull() || value.isBoolean() && !value.booleanValue();
        String text = value.isTextual() ? value.asText() : value.toString();
        return off
                || HARMLESS.contains(field)
                || text.equals(ONLY.get(field))
                || EITHER.getOrDefault(field, Set.of()).contains(text);
    }

    private static String spacing(String scheduler) {
        return scheduler.startsWith("DDIM") || scheduler.startsWith("PNDM") || scheduler.startsWith("LCM")
                ? "leading"
                : "linspace";
    }

    private static String wireName(RecordComponent component) {
        JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
        return named != null
                ? named.value()
                : component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
