package io.darkroom.worker.run;

import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.worker.pipeline.Pipeline;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What this worker can run.
 *
 * @param models ids of the models that it serves
 */
public record ServedPipelines(Map<JobKind, Pipeline> pipelines, Set<String> models) {
    /** The pipeline for this job; empty if this worker serves neither its kind nor its model. */
    Optional<Pipeline> find(JobRequest request) {
        return models.contains(request.model()) ? Optional.ofNullable(pipelines.get(request.kind())) : Optional.empty();
    }
}
