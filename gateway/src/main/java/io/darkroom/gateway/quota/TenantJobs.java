package io.darkroom.gateway.quota;

import io.darkroom.contracts.job.JobId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One tenant's jobs that have not ended: those that wait for the quota, in the order of acceptance, and those in flight. Pure
 * and single-threaded. No job passes another, so that a big one comes to its turn.
 */
final class TenantJobs {
    private final Map<JobId, Job> waiting = new LinkedHashMap<>();
    private final Map<JobId, Job> inFlight = new LinkedHashMap<>();
    private long waitingMillis;
    private long inFlightMillis;

    /**
     * @param offset of its record
     * @param work predicted device ms
     * @param since when it came, or when it was released
     * @param looked when it was last looked at
     */
    record Job(JobId id, String tenant, long offset, long work, Instant since, Instant looked) {
        Job released(Instant at) {
            return new Job(id, tenant, offset, work, at, at);
        }

        Job looked(Instant at) {
            return new Job(id, tenant, offset, work, since, at);
        }
    }

    /** A job joins the end of the queue. False: it is known already, and nothing changes. */
    boolean join(Job job) {
        if (waiting.containsKey(job.id()) || inFlight.containsKey(job.id())) {
            return false;
        }
        waiting.put(job.id(), job);
        waitingMillis += job.work();
        return true;
    }

    /** It was released, by whomever. Nothing changes for a job that is unknown or in flight. */
    void released(JobId id, Instant at) {
        Job job = waiting.remove(id);
        if (job != null) {
            waitingMillis -= job.work();
            inFlight.put(id, job.released(at));
            inFlightMillis += job.work();
        }
    }

    /** It is over with it; null: it is unknown. */
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
     * Releases those whose turn it is, in order: the first is released if what is in flight then stays within the limit, or if
     * nothing is in flight.
     *
     * @param limit device ms
     */
    List<Job> release(long limit, int atMost, Instant now) {
        List<Job> released = new ArrayList<>();
        for (Job first : waiting.values().stream().limit(atMost).toList()) {
            // Without a sum, which might overflow.
            if (!inFlight.isEmpty() && first.work() > limit - inFlightMillis) {
                break;
            }
            released(first.id(), now);
            released.add(first);
        }
        return released;
    }

    /** Jobs in flight that were last looked at before this, the longest ago first; they count as looked at now. */
    List<Job> toLookAt(Instant before, int atMost, Instant now) {
        List<Job> due = inFlight.values().stream()
                .takeWhile(job -> job.looked().isBefore(before))
                .limit(atMost)
                .toList();
        for (Job job : due) {
            inFlight.remove(job.id());
            inFlight.put(job.id(), job.looked(now));
        }
        return due;
    }

    boolean isEmpty() {
        return waiting.isEmpty() && inFlight.isEmpty();
    }

    Sums sums() {
        return new Sums(waiting.size(), waitingMillis, inFlight.size(), inFlightMillis);
    }

    /** How much there is; times are predicted device ms. */
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
