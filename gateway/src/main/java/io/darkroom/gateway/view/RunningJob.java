package io.darkroom.gateway.view;

import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.job.JobState;
import java.util.List;
import java.util.Optional;

/**
 * A job that a worker holds.
 *
 * @param remaining predicted device seconds, as of its last event
 */
public record RunningJob(String worker, String model, double remaining) {
    /** The running job of this view; empty unless a worker holds it. */
    static Optional<RunningJob> of(JobView view) {
        JobRequest request = view.request();
        boolean held = view.state() == JobState.LOADING
                || view.state() == JobState.RUNNING
                || view.state() == JobState.CANCELING;
        if (!held || request == null || view.worker() == null) {
            return Optional.empty();
        }
        JobView.Progress progress = view.progress();
        double left = progress.steps() == 0 ? 1 : 1 - (double) progress.step() / progress.steps();
        return Optional.of(new RunningJob(view.worker(), request.model(), request.workSeconds() * Math.max(0, left)));
    }

    /** The encoding in Redis. */
    String text() {
        return Math.round(remaining * 1_000) + "|" + model + "|" + worker;
    }

    static Optional<RunningJob> parse(String text) {
        List<String> parts = List.of(text.split("\\|", 3));
        return parts.size() == 3
                ? Optional.of(new RunningJob(parts.get(2), parts.get(1), Long.parseLong(parts.get(0)) / 1_000.0))
                : Optional.empty();
    }
}
