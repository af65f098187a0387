package io.darkroom.worker.scheduler;

/**
 * The state of a scheduler between steps, in a form that is the same for all of them, so that it can be serialised.
 *
 * @param count a counter, its meaning depends on the scheduler; 0 if there is none
 * @param memory arrays, each empty or of the sample's shape; copies
 */
public record SchedulerState(int count, float[][] memory) {
    /** The state of a scheduler without memory, or before the first step. */
    public static final SchedulerState NONE = new SchedulerState(0, new float[0][]);
}
