package io.darkroom.gateway.view;

import io.darkroom.contracts.event.JobEvent;
import java.time.Instant;

/** The data of a non-terminal event in a stream. */
public sealed interface EventDocument {

    record Started(String jobId, int attempt, Instant at, String worker) implements EventDocument {}

    /**
     * @param step denoising steps done, over all items
     * @param progress from 0 to 1
     */
    record Progress(String jobId, int attempt, Instant at, int step, int steps, double progress, double etaSeconds)
            implements EventDocument {}

    /** @param data base64 of a small image */
    record Preview(String jobId, int attempt, Instant at, int item, int step, String contentType, String data)
            implements EventDocument {}

    /** The output counts only if the job succeeds. */
    record Stored(String jobId, int attempt, Instant at, JobDocument.Output output) implements EventDocument {}

    record Released(String jobId, int attempt, Instant at, String reason, String message) implements EventDocument {}

    record Canceling(String jobId, int attempt, Instant at) implements EventDocument {}

    static String name(JobEvent event) {
        return switch (event) {
            case JobEvent.Started started -> "job.started";
            case JobEvent.Progressed progressed -> "job.progress";
            case JobEvent.Previewed previewed -> "job.preview";
            case JobEvent.OutputStored stored -> "job.output";
            case JobEvent.Released released -> "job.released";
            case JobEvent.CancelRequested cancel -> "job.canceling";
            case JobEvent.Finished finished ->
                "job." + finished.outcome().state().wireName();
        };
    }

    /** @throws IllegalArgumentException for the terminal event, whose data is the job */
    static EventDocument of(JobEvent event, JobRenderer renderer) {
        String job = event.jobId().value();
        int attempt = event.attempt();
        Instant at = event.at();
        return switch (event) {
            case JobEvent.Started started -> new Started(job, attempt, at, started.worker());
            case JobEvent.Progressed step ->
                new Progress(
                        job,
                        attempt,
                        at,
                        step.step(),
                        step.steps(),
                        step.steps() == 0 ? 0 : (double) step.step() / step.steps(),
                        step.etaMs() / 1000.0);
            case JobEvent.Previewed preview ->
                new Preview(job, attempt, at, preview.item(), preview.step(), preview.contentType(), preview.data());
            case JobEvent.OutputStored stored ->
                new Stored(
                        job,
                        attempt,
                        at,
                        renderer.output(event.jobId(), stored.output().item(), stored.output()));
            case JobEvent.Released released -> new Released(job, attempt, at, released.reason(), released.message());
            case JobEvent.CancelRequested cancel -> new Canceling(job, attempt, at);
            case JobEvent.Finished finished ->
                throw new IllegalArgumentException("the data of job.finished is the job");
        };
    }
}
