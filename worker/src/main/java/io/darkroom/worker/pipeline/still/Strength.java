package io.darkroom.worker.pipeline.still;

/** How much of a given picture is kept, as the step at which its way begins (Meng et al., "SDEdit", 2021). */
final class Strength {
    private Strength() {}

    /**
     * @param steps of the whole way
     * @param strength above 0 to 1; 1: the whole way, which starts from noise alone
     * @return {@code round(steps * (1 - strength))}, and at most the last step
     */
    static int firstStep(int steps, double strength) {
        return Math.clamp(Math.round(steps * (1 - strength)), 0, steps - 1);
    }
}
