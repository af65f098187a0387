package io.darkroom.worker.batch;

/**
 * Changes a sample between its steps, for example puts a known region back. Called on the device thread, so it only
 * calculates: no waiting, no network, no allocation of sample size. What it does may depend on its arguments and on what
 * never changes, so that a sample that goes on elsewhere becomes the same.
 */
public interface StepCallback {
    /**
     * Once before each step.
     *
     * @param step from 0
     * @param sample as it goes into the step, {@code [channels, height, width]}, may be changed
     */
    default void before(int step, float[] sample) {}

    /**
     * After each step.
     *
     * @param step from 0, the one that was done
     * @param sample as it comes out of the step, may be changed
     * @param clean the estimate of the finished picture, may be changed; only shown, never calculated with
     */
    default void after(int step, float[] sample, float[] clean) {}
}
