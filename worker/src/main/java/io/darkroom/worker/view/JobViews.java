package io.darkroom.worker.view;

import io.darkroom.contracts.job.JobId;
import java.util.Optional;

/** What the projection last saw of a job. */
public interface JobViews {
    /** The view; empty if there is none, or if it cannot be read. */
    Optional<JobView> find(JobId id);
}
