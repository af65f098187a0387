package io.darkroom.worker.batch;

/**
 * Changes a sample between its steps, for example restores a known region. Called on the device thread, so it only computes: it
 * does not block, do I/O or allocate arrays of the sample's size. Its result may depend only on its arguments and on
 * constants, so that a sample that resumes on another worker gives the same bytes.
 */
public interface StepCallback {
    /**
     * Called once before each step.
     *
     * @param step from 0
     * @param sample as it goes into the step, {@code [channels, height, width]}, may be changed
     */
    default void before(int step, float[] sample) {}

    /**
     * Called after each step.
     *
     * @param step from 0, the one that was done
     * @param sample as it comes out of the step, may be changed
     * @param clean the estimate of the finished sample, may be changed; only used for previews
     */
    default void after(int step, float[] sample, float[] clean) {}
}
