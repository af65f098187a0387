package io.darkroom.worker.ort;

import io.darkroom.worker.batch.GaussianNoise;
import io.darkroom.worker.model.DiffusersLayout.Vae;
import io.darkroom.worker.raster.Pixels;

/**
 * Converts latents to a small, rough image by one matrix: each colour is a weighted sum of a pixel's latents. The weights are fitted when
 * the model is loaded, by least squares, to the decoder's output for noise.
 *
 * @param weights {@code [3][channels + 1]}, the constant last
 */
record LatentPreview(double[][] weights) {
    private static final int SIDE = 16;
    private static final double RIDGE = 1e-3;

    /**
     * Decodes one sample of noise and fits the weights to the result.
     *
     * @param side of a sample, latents; used if the decoder takes no other size
     */
    static LatentPreview fit(Vae vae, OrtVae decoder, int side) {
        int width = decoder.takesAnySize() ? SIDE : side;
        int channels = vae.channels();
        int pixels = width * width;
        float[] noise = GaussianNoise.of(0, channels * pixels);
        float[] image = decoder.run(LatentCodec.unscaled(vae, noise), channels, width, width);
        decoder.requireSize(image, 3 * pixels * vae.factor() * vae.factor());
        double[][] squares = new double[channels + 1][channels + 4];
        double[] row = new double[channels + 4];
        for (int at = 0; at < pixels; at++) {
            for (int c = 0; c < channels; c++) {
                row[c] = noise[c * pixels + at];
            }
            row[channels] = 1;
            for (int colour = 0; colour < 3; colour++) {
                row[channels + 1 + colour] = average(image, colour, at % width, at / width, width, vae.factor());
            }
            for (int i = 0; i <= channels; i++) {
                for (int j = 0; j < row.length; j++) {
                    squares[i][j] += row[i] * row[j];
                }
            }
        }
        return new LatentPreview(solve(squares));
    }

    private static double average(float[] image, int colour, int x, int y, int width, int factor) {
        int wide = width * factor;
        double sum = 0;
        for (int dy = 0; dy < factor; dy++) {
            for (int dx = 0; dx < factor; dx++) {
                sum += image[(colour * wide + y * factor + dy) * wide + x * factor + dx];
            }
        }
        return sum / (factor * factor);
    }

    /** Gauss-Jordan elimination, with a small ridge on the diagonal to keep it solvable. */
    private static double[][] solve(double[][] squares) {
        int n = squares.length;
        for (int i = 0; i < n; i++) {
            squares[i][i] += RIDGE;
        }
        for (int pivot = 0; pivot < n; pivot++) {
            for (int row = 0; row < n; row++) {
                double factor = row == pivot ? 0 : squares[row][pivot] / squares[pivot][pivot];
                for (int j = pivot; factor != 0 && j < squares[row].length; j++) {
                    squares[row][j] -= factor * squares[pivot][j];
                }
            }
        }
        double[][] weights = new double[3][n];
        for (int colour = 0; colour < 3; colour++) {
            for (int i = 0; i < n; i++) {
                weights[colour][i] = squares[i][n + colour] / squares[i][i];
            }
        }
        return weights;
    }

    Pixels image(float[] sample, int width, int height) {
        int pixels = width * height;
        float[] planes = new float[3 * pixels];
        for (int colour = 0; colour < 3; colour++) {
            double[] weight = weights[colour];
            for (int at = 0; at < pixels; at++) {
                double sum = weight[weight.length - 1];
                for (int c = 0; c < weight.length - 1; c++) {
                    sum += weight[c] * sample[c * pixels + at];
                }
                planes[colour * pixels + at] = (float) sum;
            }
        }
        return Pixels.rgb(planes, width, height);
    }
}
