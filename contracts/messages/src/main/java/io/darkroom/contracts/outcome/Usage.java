package io.darkroom.contracts.outcome;

/**
 * What a job cost.
 *
 * @param queuedMs from acceptance to the start of the last attempt
 * @param runMs wall time of the last attempt
 * @param deviceMs the job's share of the device's time
 * @param steps denoising steps done, over all items
 */
public record Usage(long queuedMs, long runMs, long deviceMs, int steps) {
    public static final Usage NONE = new Usage(0, 0, 0, 0);
}
