package io.darkroom.worker.scheduler;

/**
 * Takes one sample from noise to an image. One object per sample, used by one thread at a time; it has the state that the method
 * needs between steps.
 *
 * <p>A step is one evaluation of the network. Most methods need as many as the job's {@code steps}; {@link #steps} is the actual
 * number. All arrays have the same shape, {@code [channels, height, width]}.
 */
public interface Scheduler {
    /** Name on the wire, e.g. {@code ddim}. */
    String name();

    /** Number of evaluations of the network. */
    int steps();

    /** The training timestep given to the network in step {@code i}, from 0; some methods use fractions. */
    float timestep(int i);

    /** Standard deviation of a sample before step 0. */
    default double initNoiseSigma() {
        return 1;
    }

    /** Turns standard normal noise into the sample before step 0, in place. */
    default void begin(float[] noise) {
        double sigma = initNoiseSigma();
        if (sigma != 1) {
            for (int k = 0; k < noise.length; k++) {
                noise[k] = (float) (sigma * noise[k]);
            }
        }
    }

    /** The network's input for the sample before step {@code i}. */
    default void scaleInput(int i, float[] sample, float[] into) {
        System.arraycopy(sample, 0, into, 0, sample.length);
    }

    /**
     * Noises a clean image to the level before step {@code i}, where image to image starts.
     *
     * @param noise standard normal
     * @param into receives the result; may be one of the other arrays
     */
    void addNoise(int i, float[] clean, float[] noise, float[] into);

    /** Whether any step adds noise. */
    default boolean drawsNoise() {
        return false;
    }

    /**
     * Advances the sample by one step.
     *
     * @param i increases by 1 with each call, up to {@code steps() - 1}
     * @param prediction the model's output for the scaled input, guidance applied
     * @param sample replaced
     * @param clean receives the current estimate of the finished image
     * @param noise for methods that add noise
     */
    void step(int i, float[] prediction, float[] sample, float[] clean, StepNoise noise);

    /** A copy of its state; another scheduler with the same parameters continues from it after {@link #restore}. */
    default SchedulerState state() {
        return SchedulerState.NONE;
    }

    default void restore(SchedulerState state) {}
}
