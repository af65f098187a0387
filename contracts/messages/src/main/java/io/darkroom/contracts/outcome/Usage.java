package io.darkroom.contracts.outcome;

/**
 * Resources that a job used.
 *
 * @param queuedMs milliseconds from acceptance to the start of the last attempt
 * @param runMs wall time of the last attempt, milliseconds
 * @param deviceMs the job's share of device time, milliseconds
 * @param steps completed denoising steps, over all items
 */
public record Usage(long queuedMs, long runMs, long deviceMs, int steps) {
    public static final Usage NONE = new Usage(0, 0, 0, 0);
}
