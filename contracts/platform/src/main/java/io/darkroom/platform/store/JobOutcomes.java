package io.darkroom.platform.store;

import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.job.JobContext;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.ObjectKeys;
import io.darkroom.platform.kafka.EventLog;
import java.time.Instant;
import java.util.Optional;

/**
 * The outcomes of all jobs: one per job, the first one written. A worker that ran a job and a gateway that canceled or
 * expired it both end it in two steps: {@link #commit} creates the outcome or adopts the existing one, and {@link
 * #announce} appends the terminal event for it. Both are idempotent; after a crash between them the next caller that
 * finds the outcome announces it.
 */
public final class JobOutcomes {
    private static final long MAX_BYTES = 4L * 1024 * 1024;

    private final ObjectStore store;
    private final EventLog log;

    public JobOutcomes(ObjectStore store, EventLog log) {
        this.store = store;
        this.log = log;
    }

    /**
     * The outcome of a job; empty if it has not ended.
     *
     * @throws StoreUnavailableException if the store does not answer
     */
    public Optional<Outcome> find(String tenant, JobId id) {
        return store.get(ObjectKeys.outcome(tenant, id), MAX_BYTES).map(bytes -> Json.decode(bytes, Outcome.class));
    }

    /**
     * Ends the job unless it has already ended.
     *
     * @return the final outcome: this one, or the one that existed before
     * @throws StoreUnavailableException if it is unknown which outcome is final; retrying is safe
     */
    public Outcome commit(Outcome outcome) {
        String key = ObjectKeys.outcome(outcome.tenant(), outcome.jobId());
        if (store.createIfAbsent(key, Json.encode(outcome), "application/json")) {
            return outcome;
        }
        return find(outcome.tenant(), outcome.jobId())
                .orElseThrow(() -> new StoreUnavailableException(
                        "the store reported that '" + key + "' exists but then did not find it"));
    }

    /**
     * Appends the terminal event of a stored outcome. The projection accepts it regardless of attempt and sequence
     * number, and ignores repetitions.
     *
     * @param at time of the event
     * @throws io.darkroom.platform.kafka.LogUnavailableException if the append was not confirmed
     */
    public void announce(JobRequest request, Outcome outcome, Instant at) {
        log.append(new JobEvent.Finished(
                JobEvent.SCHEMA,
                outcome.jobId(),
                outcome.tenant(),
                outcome.attempt(),
                Integer.MAX_VALUE,
                at,
                outcome,
                JobContext.of(request)));
    }
}
