package io.darkroom.worker.batch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Combines the predictions of a sample's rows into one: classifier-free guidance for each prompt, then the weighted average. */
final class Guidance {
    private final List<WeightedPrompt> prompts;
    private final boolean guided;

    /** The fraction of each prompt at each pixel, 1 in all; null: a single prompt, which counts everywhere. */
    private final float @Nullable [][] fractions;

    /** @throws IllegalArgumentException if no prompt has a weight at some pixel */
    Guidance(Prompting prompting) {
        this.prompts = prompting.prompts();
        this.guided = prompting.unconditional() != null;
        this.fractions = prompts.size() == 1 ? null : fractions(prompts);
    }

    private static float[][] fractions(List<WeightedPrompt> prompts) {
        int pixels = prompts.stream()
                .mapToInt(prompt -> prompt.weights() == null ? 1 : prompt.weights().length)
                .max()
                .orElse(1);
        float[][] fractions = new float[prompts.size()][pixels];
        for (int pixel = 0; pixel < pixels; pixel++) {
            double sum = 0;
            for (WeightedPrompt prompt : prompts) {
                sum += weight(prompt, pixel);
            }
            if (!(sum > 0)) {
                throw new IllegalArgumentException("no prompt has a weight at pixel " + pixel);
            }
            for (int k = 0; k < fractions.length; k++) {
                fractions[k][pixel] = (float) (weight(prompts.get(k), pixel) / sum);
            }
        }
        return fractions;
    }

    private static double weight(WeightedPrompt prompt, int pixel) {
        float[] weights = prompt.weights();
        return weights == null ? 1 : weights[pixel];
    }

    /**
     * Combines the rows, the unconditional one last.
     *
     * @return the first row, which is overwritten by the result
     */
    float[] combine(float[][] rows) {
        if (guided) {
            float[] unconditional = rows[rows.length - 1];
            for (int k = 0; k < prompts.size(); k++) {
                guide(rows[k], unconditional, (float) prompts.get(k).scale());
            }
        }
        if (fractions != null) {
            average(rows, fractions);
        }
        return rows[0];
    }

    private static void guide(float[] row, float[] unconditional, float scale) {
        for (int i = 0; i < row.length; i++) {
            row[i] = unconditional[i] + scale * (row[i] - unconditional[i]);
        }
    }

    private static void average(float[][] rows, float[][] fractions) {
        float[] out = rows[0];
        int pixels = fractions[0].length;
        for (int i = 0; i < out.length; i++) {
            float sum = 0;
            for (int k = 0; k < fractions.length; k++) {
                sum += fractions[k][i % pixels] * rows[k][i];
            }
            out[i] = sum;
        }
    }
}
