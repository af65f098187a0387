package io.darkroom.contracts.outcome;

import java.util.Map;

/**
 * What it takes to make the same bytes again.
 *
 * @param modelFiles SHA-256 of each file that took part, by file name
 * @param scheduler name and the parameters that change its arithmetic
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
        int steps,
        double guidanceScale,
        long seed,
        String precision,
        String provider,
        String invariance,
        String engine) {
    public Receipt {
        modelFiles = Map.copyOf(modelFiles);
    }
}
