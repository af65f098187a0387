package io.darkroom.worker.pipeline.still;

import io.darkroom.worker.raster.Canvas;
import io.darkroom.worker.raster.HeatColours;
import io.darkroom.worker.raster.Pixels;
import io.darkroom.worker.raster.Placement;
import io.darkroom.worker.raster.Smooth;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The difference between an image and a model's reconstructions of it.
 *
 * @param values smoothed absolute difference at each pixel, 0 to 1, {@code [height, width]}
 */
record Anomalies(int width, int height, float[] values) {
    /** Differences are averaged over about this share of the width, so that a single pixel is not an anomaly. */
    private static final int SMOOTH = 64;

    /** The score is the mean over this share of the pixels, those with the largest differences. */
    private static final double TOP = 0.01;

    /** The brightest colour of a heat map; the same for all maps, so that they can be compared. */
    private static final float HOT = 0.5f;

    /**
     * Compares within the placement of the image.
     *
     * @param made reconstructions, any number; the differences are averaged
     */
    static Anomalies between(Pixels image, List<Pixels> made, Placement place) {
        Placement seen = place.within(image.width(), image.height());
        Pixels from = Canvas.crop(image, seen);
        float[] sum = new float[seen.width() * seen.height()];
        for (Pixels one : made) {
            add(from, Canvas.crop(one, seen), sum, 1f / made.size());
        }
        int reach = Math.max(1, image.width() / SMOOTH);
        return new Anomalies(seen.width(), seen.height(), Smooth.box(sum, seen.width(), seen.height(), reach));
    }

    /** Adds the mean over red, green and blue on white and over opacity of the absolute differences. */
    private static void add(Pixels a, Pixels b, float[] sum, float part) {
        int channels = Math.max(a.channels(), b.channels());
        byte[] first = a.as(channels).data();
        byte[] second = b.as(channels).data();
        for (int i = 0; i < sum.length; i++) {
            int at = i * channels;
            float opacity = channels == 4 ? (first[at + 3] & 0xff) / 255f : 1;
            float other = channels == 4 ? (second[at + 3] & 0xff) / 255f : 1;
            float difference = Math.abs(opacity - other);
            for (int c = 0; c < 3; c++) {
                difference += Math.abs((first[at + c] & 0xff) * opacity - (second[at + c] & 0xff) * other) / 255f;
            }
            sum[i] += part * difference / channels;
        }
    }

    /** {@code score}, {@code mean}, {@code peak}, and where the peak is, as fractions of the image's sides. */
    Map<String, Double> measures() {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        int top = Math.max(1, (int) Math.round(sorted.length * TOP));
        double score = 0;
        for (int i = sorted.length - top; i < sorted.length; i++) {
            score += sorted[i];
        }
        double mean = 0;
        int peak = 0;
        for (int i = 0; i < values.length; i++) {
            mean += values[i];
            peak = values[i] > values[peak] ? i : peak;
        }
        return Map.of(
                "score", score / top,
                "mean", mean / values.length,
                "peak", (double) values[peak],
                "peak_x", (peak % width + 0.5) / width,
                "peak_y", (peak / width + 0.5) / height);
    }

    /** From dark, no difference, to bright, half of the largest one there is. */
    Pixels heatMap() {
        byte[] data = new byte[width * height * 3];
        for (int i = 0; i < values.length; i++) {
            HeatColours.put(values[i] / HOT, data, 3 * i);
        }
        return new Pixels(width, height, 3, data);
    }
}
