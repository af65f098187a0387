package io.darkroom.worker.ledger;

import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.job.JobId;
import java.time.Instant;
import java.util.List;

/** The log, read back. */
public interface AttemptHistory {
    /**
     * The job's events since then, in order, up to the log's end at the time of the call.
     *
     * @throws LedgerUnavailableException if the log cannot be read
     */
    List<JobEvent> of(JobId id, Instant since);
}
