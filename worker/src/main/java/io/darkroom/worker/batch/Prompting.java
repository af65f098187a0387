package io.darkroom.worker.batch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The conditionings of a sample. Each takes a row of a run: first the prompts in their order, then the unconditional one.
 *
 * @param prompts one or more
 * @param unconditional the unconditional side of guidance, of an empty or negative prompt; null: no guidance
 */
record Prompting(List<WeightedPrompt> prompts, @Nullable Conditioning unconditional) {
    Prompting {
        prompts = List.copyOf(prompts);
        if (prompts.isEmpty()) {
            throw new IllegalArgumentException("a sample needs at least one prompt");
        }
    }

    /** Rows that a step takes. They need not be in the same run. */
    int rows() {
        return prompts.size() + (unconditional == null ? 0 : 1);
    }

    Conditioning conditioning(int row) {
        if (row < prompts.size()) {
            return prompts.get(row).conditioning();
        }
        if (unconditional == null) {
            throw new IllegalArgumentException("no row " + row);
        }
        return unconditional;
    }

    /**
     * Checks that the weights fit a sample.
     *
     * @param size values of the sample
     * @throws IllegalArgumentException if they do not
     */
    void requireFitting(int size) {
        int pixels = 0;
        for (WeightedPrompt prompt : prompts) {
            float[] weights = prompt.weights();
            if (weights == null) {
                continue;
            }
            if (weights.length == 0 || size % weights.length != 0 || pixels != 0 && pixels != weights.length) {
                throw new IllegalArgumentException(
                        "weights of " + weights.length + " pixels do not fit a sample of " + size + " values");
            }
            pixels = weights.length;
        }
    }
}
