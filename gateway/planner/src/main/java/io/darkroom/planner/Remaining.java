package io.darkroom.planner;

/** What is left of a job of which only the predicted and the spent time are known. */
public final class Remaining {
    /** A job that outlives its prediction goes on for about this share of its age: the tail of run times is heavy. */
    private static final double OVERDUE = 0.25;

    private Remaining() {}

    /** Seconds; never 0 for a job that still runs. */
    public static double seconds(double predicted, double elapsed) {
        return Math.max(predicted - elapsed, OVERDUE * elapsed);
    }
}
