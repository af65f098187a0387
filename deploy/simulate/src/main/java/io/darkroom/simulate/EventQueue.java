package io.darkroom.simulate;

import java.util.Arrays;

/** Coming events, the earliest first; those of one time in the order of their numbers, so that a run can be repeated. */
final class EventQueue {
    private double[] times = new double[64];
    private long[] events = new long[64];
    private int size;

    /** Time of the earliest; infinite if there is none. */
    double next() {
        return size == 0 ? Double.POSITIVE_INFINITY : times[0];
    }

    void add(double time, long event) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            events = Arrays.copyOf(events, size * 2);
        }
        int at = size++;
        while (at > 0 && isBefore(time, event, (at - 1) / 2)) {
            move((at - 1) / 2, at);
            at = (at - 1) / 2;
        }
        times[at] = time;
        events[at] = event;
    }

    long remove() {
        long first = events[0];
        double time = times[--size];
        long event = events[size];
        int at = 0;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && isBefore(times[child + 1], events[child + 1], child)) {
                child++;
            }
            if (isBefore(time, event, child)) {
                break;
            }
            move(child, at);
            at = child;
        }
        times[at] = time;
        events[at] = event;
        return first;
    }

    private boolean isBefore(double time, long event, int other) {
        return time < times[other] || (time == times[other] && event < events[other]);
    }

    private void move(int from, int to) {
        times[to] = times[from];
        events[to] = events[from];
    }
}
