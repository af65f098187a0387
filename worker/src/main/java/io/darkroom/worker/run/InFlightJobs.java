package io.darkroom.worker.run;

import io.darkroom.contracts.job.JobId;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps this worker from running a job twice at the same time: the log may hold a job more than once if it was submitted
 * repeatedly while Redis was down, and a broker that crashed delivers records that are still held.
 */
final class InFlightJobs {
    private final Set<JobId> running = ConcurrentHashMap.newKeySet();

    /** Empty while the job already runs here. */
    Optional<Permit> acquire(JobId job) {
        return running.add(job) ? Optional.of(() -> running.remove(job)) : Optional.empty();
    }

    /** The right to run the job here, until closed. */
    interface Permit extends AutoCloseable {
        @Override
        void close();
    }
}
