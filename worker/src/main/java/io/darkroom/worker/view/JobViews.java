package io.darkroom.worker.view;

import io.darkroom.contracts.job.JobId;
import java.util.Optional;

/** What the projection last saw of a job, and whether a worker has tried it since. */
public interface JobViews {
    /** The view; empty if there is none, or if it cannot be read. */
    Optional<JobView> find(JobId id);

    /** From now on {@link #find} knows that the job may have been tried, also while the projection lags. Best effort. */
    void tried(JobId id);
}
