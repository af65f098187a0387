package io.darkroom.worker.ledger;

import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.job.JobId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the event log back. */
public interface AttemptHistory {
    /**
     * The job's events from that time on, in order, up to the end of the log at the time of the call.
     *
     * @throws LedgerUnavailableException if the log cannot be read
     */
    Past of(JobId id, Instant since);

    /** @param trace {@code traceparent} of the last attempt that started; null: it was not traced */
    record Past(List<JobEvent> events, @Nullable String trace) {}
}
