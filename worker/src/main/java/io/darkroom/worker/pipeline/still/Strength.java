package io.darkroom.worker.pipeline.still;

/** Maps the strength of a change to the step at which denoising starts (Meng et al., "SDEdit", 2021). */
final class Strength {
    private Strength() {}

    /**
     * @param steps all steps
     * @param strength above 0 to 1; 1: all steps, from noise alone
     * @return {@code round(steps * (1 - strength))}, and at most the last step
     */
    static int firstStep(int steps, double strength) {
        return Math.clamp(Math.round(steps * (1 - strength)), 0, steps - 1);
    }
}
