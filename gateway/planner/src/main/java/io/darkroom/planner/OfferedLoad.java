package io.darkroom.planner;

/** Submitted device seconds per second, over a sliding window of equal slices. */
public final class OfferedLoad {
    private final double slice;
    private final double[] work;
    private long last = Long.MIN_VALUE;
    private long first = Long.MAX_VALUE;

    /**
     * @param window seconds
     * @param slices number of slices of the window
     */
    public OfferedLoad(double window, int slices) {
        this.slice = window / slices;
        this.work = new double[slices];
    }

    /** Adds submitted work; {@code now} must not decrease. */
    public void add(double now, double deviceSeconds) {
        advance(now);
        work[(int) Math.floorMod(last, (long) work.length)] += deviceSeconds;
    }

    /**
     * The mean over the window, or over the time since the first call if that is shorter, but at least over one slice.
     */
    public double rate(double now) {
        advance(now);
        double sum = 0;
        for (double part : work) {
            sum += part;
        }
        double begin = Math.max(first, last - work.length + 1) * slice;
        return sum / Math.max(slice, now - begin);
    }

    private void advance(double now) {
        long slot = (long) Math.floor(now / slice);
        if (first == Long.MAX_VALUE) {
            first = slot;
            last = slot;
        }
        for (long i = Math.max(last + 1, slot - work.length + 1); i <= slot; i++) {
            work[(int) Math.floorMod(i, (long) work.length)] = 0;
        }
        last = Math.max(last, slot);
    }
}
