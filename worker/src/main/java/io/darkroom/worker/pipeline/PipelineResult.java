package io.darkroom.worker.pipeline;

import io.darkroom.contracts.outcome.Receipt;

/**
 * What a pipeline says of a job that it finished.
 *
 * @param steps denoising steps done, over all items
 * @param deviceMs this job's share of the device's time
 */
public record PipelineResult(Receipt receipt, int steps, long deviceMs) {}
