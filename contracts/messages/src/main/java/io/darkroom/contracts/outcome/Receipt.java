package io.darkroom.contracts.outcome;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything needed to reproduce the same bytes.
 *
 * @param modelFiles SHA-256 of each model file that was used, by file name
 * @param scheduler name
 * @param settings the other input fields under their own names: numbers and strings as text, lists as JSON, media as
 *     {@code <name>_sha256}; and values that the input left open. Empty in receipts of older versions
 * @param precision of the arithmetic, e.g. {@code fp32}
 * @param provider execution provider, e.g. {@code cpu}
 * @param invariance {@code exact}: bytes do not depend on other jobs in the same batch
 * @param engine name and version of the runtime
 */
public record Receipt(
        String model,
        String modelVersion,
        Map<String, String> modelFiles,
        String scheduler,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> settings,
        int steps,
        double guidanceScale,
        long seed,
        String precision,
        String provider,
        String invariance,
        String engine) {
    public Receipt {
        modelFiles = Map.copyOf(modelFiles);
        settings = copy(settings);
    }

    /** Receipts of older versions have no settings. */
    private static Map<String, String> copy(@Nullable Map<String, String> settings) {
        return settings == null ? Map.of() : Map.copyOf(settings);
    }
}
