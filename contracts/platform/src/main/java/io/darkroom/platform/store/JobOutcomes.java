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
 * The outcomes of all jobs: one each, the first one written. A job is ended in two steps, by the worker that ran it and by the gateway
 * that canceled or expired it alike: {@link #commit} creates the outcome or adopts the one that is there, and {@link #announce} appends
 * the terminal event of the outcome that counts. Both may be repeated; a crash between them is made good by the next caller that finds
 * the outcome.
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
     * The outcome of a job that ended, else empty.
     *
     * @throws StoreUnavailableException if the store cannot tell
     */
    public Optional<Outcome> find(String tenant, JobId id) {
        return store.get(ObjectKeys.outcome(tenant, id), MAX_BYTES).map(bytes -> Json.decode(bytes, Outcome.class));
    }

    /**
     * Ends the job, unless it has ended.
     *
     * @return the outcome that counts from now on: this one, or the one that was there before
     * @throws StoreUnavailableException if it is not known which one counts; asking again is safe
     */
    public Outcome commit(Outcome outcome) {
        String key = ObjectKeys.outcome(outcome.tenant(), outcome.jobId());
        if (store.createIfAbsent(key, Json.encode(outcome), "application/json")) {
            return outcome;
        }
        return find(outcome.tenant(), outcome.jobId())
                .orElseThrow(() -> new StoreUnavailableException(
                        "the store refused '" + key + "' as existing and then did not have it"));
    }

    /**
     * Appends the terminal event of an outcome that is in the store. The projection accepts it whatever its attempt and number, and a
     * second one changes nothing.
     *
     * @param at when
     * @throws io.darkroom.platform.kafka.LogUnavailableException if it is not known to be in the log
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
