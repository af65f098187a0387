package io.darkroom.planner;

import java.util.Arrays;

/** Times at which devices become free, as a binary min-heap. */
final class EarliestFree {
    private double[] times;
    private int size;

    EarliestFree(int expected) {
        times = new double[Math.max(16, expected)];
    }

    int size() {
        return size;
    }

    /** The earliest time; infinity if there is no device. */
    double peek() {
        return size == 0 ? Double.POSITIVE_INFINITY : times[0];
    }

    void add(double time) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
        }
        int at = size++;
        while (at > 0 && times[(at - 1) / 2] > time) {
            times[at] = times[(at - 1) / 2];
            at = (at - 1) / 2;
        }
        times[at] = time;
    }

    /** Replaces the earliest time. */
    void replaceEarliest(double time) {
        int at = 0;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && times[child + 1] < times[child]) {
                child++;
            }
            if (times[child] >= time) {
                break;
            }
            times[at] = times[child];
            at = child;
        }
        times[at] = time;
    }
}
