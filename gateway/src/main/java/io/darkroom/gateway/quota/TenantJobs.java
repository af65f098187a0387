package io.darkroom.gateway.quota;

import io.darkroom.contracts.job.JobId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One tenant's jobs that have not ended: those waiting for the quota, in order of acceptance, and those in flight. Pure
 * and single-threaded. Jobs are released strictly in order, so that large jobs do not starve.
 */
final class TenantJobs {
    private final Map<JobId, Job> waiting = new LinkedHashMap<>();
    private final Map<JobId, Job> inFlight = new LinkedHashMap<>();
    private long waitingMillis;
    private long inFlightMillis;

    /**
     * @param offset of the job's record
     * @param work predicted device milliseconds
     * @param since when it was accepted or, once in flight, released
     * @param checkedAt when it was last checked for a missed end
     */
    record Job(JobId id, String tenant, long offset, long work, Instant since, Instant checkedAt) {
        Job released(Instant at) {
            return new Job(id, tenant, offset, work, at, at);
        }

        Job checkedAt(Instant at) {
            return new Job(id, tenant, offset, work, since, at);
        }
    }

    /** Adds a job to the end of the queue. False if the job is already known; then nothing changes. */
    boolean add(Job job) {
        if (waiting.containsKey(job.id()) || inFlight.containsKey(job.id())) {
            return false;
        }
        waiting.put(job.id(), job);
        waitingMillis += job.work();
        return true;
    }

    /** Marks a job as released. Does nothing for a job that is unknown or already in flight. */
    void released(JobId id, Instant at) {
        Job job = waiting.remove(id);
        if (job != null) {
            waitingMillis -= job.work();
            inFlight.put(id, job.released(at));
            inFlightMillis += job.work();
        }
    }

    /** Removes a job that has ended; null if it is unknown. */
    @Nullable
    Job ended(JobId id) {
        Job waited = waiting.remove(id);
        if (waited != null) {
            waitingMillis -= waited.work();
            return waited;
        }
        Job flew = inFlight.remove(id);
        if (flew != null) {
            inFlightMillis -= flew.work();
        }
        return flew;
    }

    /**
     * Releases jobs in order: the first one is released if the work in flight then stays within the limit, or if
     * nothing is in flight.
     *
     * @param limit device milliseconds
     */
    List<Job> release(long limit, int atMost, Instant now) {
        List<Job> released = new ArrayList<>();
        for (Job first : waiting.values().stream().limit(atMost).toList()) {
            // Subtraction, because a sum might overflow.
            if (!inFlight.isEmpty() && first.work() > limit - inFlightMillis) {
                break;
            }
            released(first.id(), now);
            released.add(first);
        }
        return released;
    }

    /**
     * Jobs in flight that were last checked before {@code before}, oldest check first; sets their time of check to
     * {@code now}.
     */
    List<Job> dueForCheck(Instant before, int atMost, Instant now) {
        List<Job> due = inFlight.values().stream()
                .takeWhile(job -> job.checkedAt().isBefore(before))
                .limit(atMost)
                .toList();
        for (Job job : due) {
            inFlight.remove(job.id());
            inFlight.put(job.id(), job.checkedAt(now));
        }
        return due;
    }

    boolean isEmpty() {
        return waiting.isEmpty() && inFlight.isEmpty();
    }

    Sums sums() {
        return new Sums(waiting.size(), waitingMillis, inFlight.size(), inFlightMillis);
    }

    /** Number and work of jobs; work in predicted device milliseconds. */
    record Sums(int waiting, long waitingMillis, int inFlight, long inFlightMillis) {
        static final Sums NONE = new Sums(0, 0, 0, 0);

        Sums plus(Sums other) {
            return new Sums(
                    waiting + other.waiting,
                    waitingMillis + other.waitingMillis,
                    inFlight + other.inFlight,
                    inFlightMillis + other.inFlightMillis);
        }
    }
}
