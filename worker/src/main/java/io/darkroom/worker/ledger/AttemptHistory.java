package io.darkroom.worker.ledger;

import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.job.JobId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The log, read back. */
public interface AttemptHistory {
    /**
     * The job's events since then, in order, up to the log's end at the time of the call.
     *
     * @throws LedgerUnavailableException if the log cannot be read
     */
    Past of(JobId id, Instant since);

    /** @param trace {@code traceparent} of the last attempt that started; null: it was not traced */
    record Past(List<JobEvent> events, @Nullable String trace) {}
}
