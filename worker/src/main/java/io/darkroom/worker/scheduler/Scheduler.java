package io.darkroom.worker.scheduler;

/**
 * The way of one sample from noise to picture. One object per sample, used by one thread at a time; it keeps what its
 * method remembers between steps.
 *
 * <p>A step is one evaluation of the network. Most methods take as many as the job's {@code steps}; {@link #steps} says how
 * many this one takes. All arrays are of one shape, {@code [channels, height, width]}.
 */
public interface Scheduler {
    /** Name on the wire, e.g. {@code ddim}. */
    String name();

    /** Evaluations of the network. */
    int steps();

    /** The training timestep that the model is asked about in step {@code i}, from 0; between two where the method says. */
    float timestep(int i);

    /** Standard deviation of a sample before step 0. */
    default double initNoiseSigma() {
        return 1;
    }

    /** Makes standard normal noise the sample before step 0, in place. */
    default void begin(float[] noise) {
        double sigma = initNoiseSigma();
        if (sigma != 1) {
            for (int k = 0; k < noise.length; k++) {
                noise[k] = (float) (sigma * noise[k]);
            }
        }
    }

    /** What the network sees of the sample before step {@code i}. */
    default void scaleInput(int i, float[] sample, float[] into) {
        System.arraycopy(sample, 0, into, 0, sample.length);
    }

    /**
     * A clean picture as it would look before step {@code i}: where image to image starts.
     *
     * @param noise standard normal
     * @param into may be one of the others
     */
    void addNoise(int i, float[] clean, float[] noise, float[] into);

    /** Whether any step draws noise. */
    default boolean drawsNoise() {
        return false;
    }

    /**
     * Takes the sample one step on.
     *
     * @param i the first step done, then one more each time, to {@code steps() - 1}
     * @param prediction the model's output for the scaled input, guidance applied
     * @param sample replaced
     * @param clean receives the present estimate of the finished picture
     * @param noise for methods that draw some
     */
    void step(int i, float[] prediction, float[] sample, float[] clean, StepNoise noise);

    /** A copy of what it remembers, so that another object of the same making can go on with {@link #restore}. */
    default SchedulerState state() {
        return SchedulerState.NONE;
    }

    default void restore(SchedulerState state) {}
}
