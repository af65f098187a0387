package io.darkroom.gateway.view;

import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.contracts.wire.Topics;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of a job, folded from its request and events.
 *
 * @param request null if only its events were read so far
 * @param fingerprint SHA-256 of the submitted body, if it was submitted with an idempotency key
 * @param inLaneSince when its lane got it; null if it waits for its tenant's quota or the request is not known yet
 * @param ledger position in the sequence of attempts and events
 * @param number of the last event that was kept; 0: none yet, the job is queued
 * @param progress progress of the current attempt
 * @param startedAt when the last attempt started
 * @param worker worker that is running it; null: none
 * @param outcome present if and only if the state is terminal
 */
public record JobView(
        JobId id,
        String tenant,
        @Nullable JobRequest request,
        @Nullable String fingerprint,
        @Nullable Instant inLaneSince,
        JobState state,
        Ledger ledger,
        long number,
        Progress progress,
        @Nullable Instant startedAt,
        @Nullable String worker,
        @Nullable Outcome outcome) {

    /**
     * @param attempt highest attempt of any event; 0: never started
     * @param sequence sequence number of the last event that was kept of this attempt
     * @param charged attempts that count against the limit
     */
    public record Ledger(int attempt, int sequence, int charged) {
        static final Ledger NONE = new Ledger(0, 0, 0);

        boolean isBefore(int otherAttempt, int otherSequence) {
            return attempt < otherAttempt || (attempt == otherAttempt && sequence < otherSequence);
        }
    }

    /**
     * @param step denoising steps done, over all items
     * @param steps total denoising steps; 0: not known yet
     * @param etaMs expected milliseconds until the last step is done; null: not known
     */
    public record Progress(int step, int steps, @Nullable Long etaMs) {
        static final Progress NONE = new Progress(0, 0, null);
    }

    /** Whether it waits for its tenant's quota. */
    public boolean waitsForQuota() {
        return request != null && inLaneSince == null && state == JobState.QUEUED && ledger.attempt() == 0;
    }

    /**
     * When it expires unless a worker is running it: the deadline of its request if it never started, else shortly
     * before the log deletes its record. Null if it has ended or its request is not known yet.
     */
    public @Nullable Instant deadline() {
        if (request == null || state.isTerminal()) {
            return null;
        }
        boolean neverStarted = state == JobState.QUEUED && ledger.attempt() == 0;
        return neverStarted ? request.expiresAt() : request.createdAt().plus(Topics.LONGEST_WAIT);
    }

    static JobView unseen(JobId id, String tenant) {
        return new JobView(
                id, tenant, null, null, null, JobState.QUEUED, Ledger.NONE, 0, Progress.NONE, null, null, null);
    }

    /** The view of a job of which only the outcome is left. */
    public static JobView ofOutcome(Outcome outcome) {
        return new JobView(
                outcome.jobId(),
                outcome.tenant(),
                null,
                null,
                null,
                outcome.state(),
                new Ledger(outcome.attempt(), Integer.MAX_VALUE, 0),
                0,
                Progress.NONE,
                outcome.startedAt(),
                null,
                outcome);
    }

    /** This view, ended by an outcome whose event has not been projected yet. */
    public JobView ended(Outcome known) {
        return state.isTerminal()
                ? this
                : new JobView(
                        id,
                        tenant,
                        request,
                        fingerprint,
                        inLaneSince,
                        known.state(),
                        ledger,
                        number,
                        progress,
                        known.startedAt(),
                        null,
                        known);
    }
}
