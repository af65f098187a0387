package io.darkroom.planner;

/** Estimates the remaining time of a job from its predicted and elapsed time. */
public final class Remaining {
    /**
     * A job that exceeds its prediction is expected to run for about this fraction of its elapsed time longer, since
     * run times are heavy-tailed.
     */
    private static final double OVERDUE = 0.25;

    private Remaining() {}

    /** Remaining seconds; above 0 for a job that is still running. */
    public static double seconds(double predicted, double elapsed) {
        return Math.max(predicted - elapsed, OVERDUE * elapsed);
    }
}
