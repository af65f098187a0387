package io.darkroom.worker.pipeline;

import io.darkroom.contracts.outcome.Receipt;

/**
 * The result of a job that its pipeline finished.
 *
 * @param steps denoising steps done, over all items
 * @param deviceMs device time that the job used, milliseconds
 */
public record PipelineResult(Receipt receipt, int steps, long deviceMs) {}
