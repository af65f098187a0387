package io.darkroom.worker.artifact;

import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.ObjectKeys;
import java.util.Optional;

/** The outcomes of all jobs: one each, the first one written. */
public final class OutcomeBook {
    private static final long MAX_BYTES = 4L * 1024 * 1024;

    private final ObjectStore store;

    public OutcomeBook(ObjectStore store) {
        this.store = store;
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
}
