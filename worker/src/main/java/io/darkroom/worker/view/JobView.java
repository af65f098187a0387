package io.darkroom.worker.view;

import io.darkroom.contracts.job.JobState;

/**
 * @param attempt the last attempt that was seen to start, 0 for none
 * @param attemptsCharged attempts that count against the limit
 */
public record JobView(JobState state, int attempt, int attemptsCharged) {
    /** Whether the job may have an outcome already, for all that the view knows. */
    public boolean mayHaveEnded() {
        return attempt > 0 || state.isTerminal() || state == JobState.CANCELING;
    }
}
