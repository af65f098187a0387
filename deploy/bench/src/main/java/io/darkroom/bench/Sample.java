package io.darkroom.bench;

import java.util.Arrays;
import java.util.Locale;

/** Measured times, in nanoseconds. */
final class Sample {
    private final long[] sorted;

    Sample(long[] nanos) {
        if (nanos.length == 0) {
            throw new IllegalArgumentException("a sample needs at least one value");
        }
        sorted = nanos.clone();
        Arrays.sort(sorted);
    }

    int size() {
        return sorted.length;
    }

    /**
     * The smallest value that at least this share of all values does not exceed (nearest rank).
     *
     * @param share above 0, at most 1
     */
    double millis(double share) {
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.max(0, rank - 1)] / 1e6;
    }

    static String format(double millis) {
        return String.format(Locale.ROOT, millis < 10 ? "%.2f" : "%.1f", millis);
    }

    static double median(double... values) {
        double[] copy = values.clone();
        Arrays.sort(copy);
        int middle = copy.length / 2;
        return copy.length % 2 == 1 ? copy[middle] : (copy[middle - 1] + copy[middle]) / 2;
    }
}
