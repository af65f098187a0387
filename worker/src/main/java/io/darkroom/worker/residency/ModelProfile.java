package io.darkroom.worker.residency;

import io.darkroom.worker.ort.Networks;
import io.darkroom.worker.ort.Prompts;
import java.util.Map;

/**
 * What loading a model for the first time showed; known while its networks are not in memory, too.
 *
 * @param rows of its runs
 * @param takesPrompt whether it has a text encoder
 * @param precision number type of the arithmetic, {@code fp32} or {@code fp16}
 * @param digests SHA-256 of networks outside of the model's folder, by file name
 */
record ModelProfile(
        RowInvarianceCheck rowInvariance,
        int rows,
        boolean takesPrompt,
        String precision,
        Map<String, String> digests) {
    ModelProfile {
        digests = Map.copyOf(digests);
    }

    static ModelProfile of(Networks networks, RowInvarianceCheck rowInvariance, int rows) {
        Prompts prompts = networks.prompts();
        return new ModelProfile(
                rowInvariance,
                rows,
                prompts != null,
                networks.precision(),
                prompts == null ? Map.of() : prompts.digests());
    }
}
