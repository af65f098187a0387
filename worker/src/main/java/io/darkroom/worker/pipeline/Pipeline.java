package io.darkroom.worker.pipeline;

import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.JobKind;

/** Runs one kind of job. Implementations are application scoped and used by many threads. */
public interface Pipeline {
    JobKind kind();

    /**
     * Runs on the caller's thread until every item is stored or the job is stopped.
     *
     * @param model id of the model
     * @param input complete: defaults resolved, seed drawn
     * @throws PipelineException if the job fails, with the reason as a stable code
     * @throws JobStopped if the context requires a stop, before the next denoising step
     * @throws InterruptedException if the worker shuts down
     */
    PipelineResult run(String model, JobInput input, PipelineContext context) throws InterruptedException;
}
