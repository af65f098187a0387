package io.darkroom.worker.engine;

/**
 * The way of one sample from noise to image. One object per sample, used by one thread at a time; it keeps what its
 * method remembers between steps.
 */
public interface Scheduler {
    /** Name on the wire, e.g. {@code ddim}. */
    String name();

    int steps();

    /** The training timestep that the model is asked about in step {@code i}, from 0. */
    int timestep(int i);

    /**
     * Takes the sample one step on.
     *
     * @param i from 0 to {@code steps() - 1}, in order
     * @param prediction the model's output, guidance applied, {@code [channels, height, width]}
     * @param sample same shape, replaced
     * @param clean receives the present estimate of the finished image, same shape
     */
    void step(int i, float[] prediction, float[] sample, float[] clean);

    /** A copy of what it remembers, so that another object of the same kind can go on with {@link #restore}. */
    default SchedulerState state() {
        return SchedulerState.NONE;
    }

    default void restore(SchedulerState state) {}
}
