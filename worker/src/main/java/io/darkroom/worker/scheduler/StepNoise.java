package io.darkroom.worker.scheduler;

/** The noise that some methods add between steps. A step always gets the same noise, so there is no random state. */
@FunctionalInterface
public interface StepNoise {
    /** For methods that add no noise; throws if one does. */
    StepNoise NONE = (step, out) -> {
        throw new IllegalStateException(
                "step " + step + " adds noise, but the request of the sample has no step noise");
    };

    /**
     * Fills the array with standard normal noise.
     *
     * @param step from 0
     */
    void fill(int step, float[] out);
}
