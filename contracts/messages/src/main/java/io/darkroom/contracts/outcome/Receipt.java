package io.darkroom.contracts.outcome;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What it takes to make the same bytes again.
 *
 * @param modelFiles SHA-256 of each file that took part, by file name
 * @param scheduler name
 * @param settings the rest of the job's input, named as there: numbers and words as they are, lists as JSON, media as
 *     {@code <name>_sha256}; and what the job left open; empty in receipts from before there were any
 * @param precision of the arithmetic, e.g. {@code fp32}
 * @param provider execution provider, e.g. {@code cpu}
 * @param invariance {@code exact}: bytes do not depend on what ran beside it
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

    /** Receipts from before there were settings have none. */
    private static Map<String, String> copy(@Nullable Map<String, String> settings) {
        return settings == null ? Map.of() : Map.copyOf(settings);
    }
}
