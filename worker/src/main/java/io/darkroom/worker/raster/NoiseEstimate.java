package io.darkroom.worker.raster;

import java.util.Arrays;

/**
 * Estimates the noise of an image. Its finest diagonal details (Haar wavelet: a - b - c + d of each two by two pixels, halved)
 * are mostly noise, and their median is robust against the few that are edges: {@code sigma = median(|d|) / 0.6745}
 * (Donoho and Johnstone, "Ideal spatial adaptation by wavelet shrinkage", 1994).
 */
public final class NoiseEstimate {
    /** Median of the absolute value of a standard normal number. */
    private static final double MEDIAN = 0.6745;

    /** With fewer details than this, the estimate of a mostly clipped image is not reliable. */
    private static final int LEAST = 64;

    private NoiseEstimate() {}

    /** Standard deviation on the scale 0 to 255, over all three colours. */
    public static double sigma(Pixels image) {
        double[] details = details(image, true);
        // Where everything is black, white or transparent, clipping has removed half of the noise; using the rest is
        // better
        // than nothing.
        double[] enough = details.length >= LEAST ? details : details(image, false);
        if (enough.length == 0) {
            return 0;
        }
        Arrays.sort(enough);
        int half = enough.length / 2;
        double median = enough.length % 2 == 1 ? enough[half] : (enough[half - 1] + enough[half]) / 2;
        return median / MEDIAN;
    }

    /** @param inner without those that reach 0 or 255, where noise is clipped */
    private static double[] details(Pixels image, boolean inner) {
        int channels = image.channels();
        int row = image.width() * channels;
        byte[] data = image.data();
        double[] out = new double[3 * (image.width() / 2) * (image.height() / 2)];
        int found = 0;
        for (int y = 0; y + 1 < image.height(); y += 2) {
            for (int x = 0; x + 1 < image.width(); x += 2) {
                for (int c = 0; c < 3; c++) {
                    int at = y * row + x * channels;
                    int[] four = {
                        data[at + c] & 0xff,
                        data[at + channels + c] & 0xff,
                        data[at + row + c] & 0xff,
                        data[at + row + channels + c] & 0xff
                    };
                    boolean seen = channels == 3 || opaque(data, at, row);
                    if (seen && !(inner && clipped(four))) {
                        out[found++] = Math.abs(four[0] - four[1] - four[2] + four[3]) / 2.0;
                    }
                }
            }
        }
        return Arrays.copyOf(out, found);
    }

    private static boolean opaque(byte[] data, int at, int row) {
        return data[at + 3] == -1 && data[at + 7] == -1 && data[at + row + 3] == -1 && data[at + row + 7] == -1;
    }

    private static boolean clipped(int[] values) {
        for (int value : values) {
            if (value == 0 || value == 255) {
                return true;
            }
        }
        return false;
    }
}
