package io.darkroom.worker.run;

import io.darkroom.contracts.job.JobId;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a job from being run twice at once by one worker: its record may lie in the log several times, if it was submitted
 * repeatedly while Redis was away, and a broker that crashed hands out what is still held.
 */
public final class InFlightJobs {
    private final Set<JobId> here = ConcurrentHashMap.newKeySet();

    /** Empty while the job is run here already. */
    Optional<Stay> enter(JobId job) {
        return here.add(job) ? Optional.of(() -> here.remove(job)) : Optional.empty();
    }

    /** Until it is closed the job is run here. */
    interface Stay extends AutoCloseable {
        @Override
        void close();
    }
}
