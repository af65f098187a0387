package io.darkroom.worker.batch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes one prediction of those of a sample's rows: first the guides', in their order, then the unconditional one. */
final class Guidance {
    private final List<WeightedPrompt> guides;
    private final boolean guided;

    /** What each guide counts at each pixel, of 1 in all; null: a single guide, which counts everywhere. */
    private final float @Nullable [][] shares;

    /** @throws IllegalArgumentException if no guide counts at some pixel */
    Guidance(SampleRequest request) {
        this.guides = request.guides();
        this.guided = request.unconditional() != null;
        this.shares = guides.size() == 1 ? null : shares(guides);
    }

    private static float[][] shares(List<WeightedPrompt> guides) {
        int pixels = guides.stream()
                .mapToInt(guide -> guide.weights() == null ? 1 : guide.weights().length)
                .max()
                .orElse(1);
        float[][] shares = new float[guides.size()][pixels];
        for (int pixel = 0; pixel < pixels; pixel++) {
            double sum = 0;
            for (WeightedPrompt guide : guides) {
                sum += weight(guide, pixel);
            }
            if (!(sum > 0)) {
                throw new IllegalArgumentException("no guide counts at pixel " + pixel);
            }
            for (int k = 0; k < shares.length; k++) {
                shares[k][pixel] = (float) (weight(guides.get(k), pixel) / sum);
            }
        }
        return shares;
    }

    private static double weight(WeightedPrompt guide, int pixel) {
        float[] weights = guide.weights();
        return weights == null ? 1 : weights[pixel];
    }

    /** Leaves the result in the first row. */
    float[] combine(float[][] rows) {
        if (guided) {
            float[] other = rows[rows.length - 1];
            for (int k = 0; k < guides.size(); k++) {
                guide(rows[k], other, (float) guides.get(k).scale());
            }
        }
        if (shares != null) {
            average(rows, shares);
        }
        return rows[0];
    }

    private static void guide(float[] row, float[] other, float scale) {
        for (int i = 0; i < row.length; i++) {
            row[i] = other[i] + scale * (row[i] - other[i]);
        }
    }

    private static void average(float[][] rows, float[][] shares) {
        float[] out = rows[0];
        int pixels = shares[0].length;
        for (int i = 0; i < out.length; i++) {
            float sum = 0;
            for (int k = 0; k < shares.length; k++) {
                sum += shares[k][i % pixels] * rows[k][i];
            }
            out[i] = sum;
        }
    }
}
