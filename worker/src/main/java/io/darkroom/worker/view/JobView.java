package io.darkroom.worker.view;

import io.darkroom.contracts.job.JobState;

/**
 * @param attempt the last attempt that was seen to start, 0 for none
 * @param attemptsCharged attempts that count against the limit
 */
public record JobView(JobState state, int attempt, int attemptsCharged) {
    static final JobView UNSEEN = new JobView(JobState.QUEUED, 0, 0);

    /** The same, and at least one attempt. */
    JobView tried() {
        return new JobView(state, Math.max(1, attempt), attemptsCharged);
    }

    /** Whether the job may have an outcome already, for all that the view knows. */
    public boolean mayHaveEnded() {
        return attempt > 0 || state.isTerminal() || state == JobState.CANCELING;
    }
}
