package io.darkroom.worker.scheduler;

/**
 * What a scheduler remembers between steps, in a form that any of them can be written down.
 *
 * @param count of whatever it counts; 0 for none
 * @param memory arrays that it keeps, each empty or shaped like the sample; a copy
 */
public record SchedulerState(int count, float[][] memory) {
    /** Of a method without memory, or before the first step. */
    public static final SchedulerState NONE = new SchedulerState(0, new float[0][]);
}
