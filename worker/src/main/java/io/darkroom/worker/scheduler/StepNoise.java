package io.darkroom.worker.scheduler;

/** The noise that some methods add between steps. The same step is always given the same noise, so no state is kept. */
@FunctionalInterface
public interface StepNoise {
    /** For methods that draw none; says so if one does. */
    StepNoise NONE = (step, out) -> {
        throw new IllegalStateException(
                "step " + step + " draws noise, but the sample has none; give its request GaussianNoise.steps");
    };

    /**
     * Fills the array by standard normal noise.
     *
     * @param step from 0
     */
    void fill(int step, float[] out);
}
