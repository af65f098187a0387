package io.darkroom.gateway.webhook;

import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.job.JobContext;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.outcome.Failure;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.contracts.outcome.OutputArtifact;
import io.darkroom.contracts.outcome.Usage;
import io.darkroom.contracts.wire.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of a webhook request. Created from the event alone, so that the same event always results in the same bytes.
 * It contains no presigned URL: anyone with access to a receiver's logs could open the image with it; the link to the
 * job requires an API key.
 *
 * @param type {@code job.started} or {@code job.completed}
 * @param timestamp when it happened
 */
public record CallbackBody(String type, Instant timestamp, Data data) {
    static final String STARTED = "job.started";
    static final String COMPLETED = "job.completed";

    /** Upper limit of the body size recommended by Standard Webhooks. */
    static final int MAX_BYTES = 20_000;

    static CallbackBody started(JobEvent.Started event, JobContext context) {
        Data data = new Data(
                event.jobId(),
                context.kind(),
                context.model(),
                event.state(),
                event.attempt(),
                null,
                null,
                null,
                null,
                null,
                context.metadata(),
                event.at(),
                null,
                Links.of(event.jobId()),
                null);
        return new CallbackBody(STARTED, event.at(), data);
    }

    static CallbackBody completed(JobEvent.Finished event) {
        Outcome outcome = event.outcome();
        Map<String, String> metadata =
                event.context() == null ? Map.of() : event.context().metadata();
        List<Output> outputs = outcome.outputs().stream()
                .filter(output -> output.frame() == null)
                .map(Output::of)
                .toList();
        Data data = new Data(
                outcome.jobId(),
                outcome.kind(),
                outcome.model(),
                outcome.state(),
                outcome.attempt(),
                outputs,
                outcome.outputs().size(),
                outcome.failure(),
                outcome.canceledAtStep(),
                outcome.usage(),
                metadata,
                outcome.startedAt(),
                outcome.finishedAt(),
                Links.of(outcome.jobId()),
                null);
        return new CallbackBody(COMPLETED, outcome.finishedAt(), data);
    }

    /** The JSON text; without outputs, and if necessary without metadata, if it would be too long. */
    String render() {
        String whole = write(this);
        if (fits(whole)) {
            return whole;
        }
        String brief = write(new CallbackBody(type, timestamp, data.without(data.metadata())));
        return fits(brief) ? brief : write(new CallbackBody(type, timestamp, data.without(Map.of())));
    }

    private static boolean fits(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length < MAX_BYTES;
    }

    private static String write(CallbackBody body) {
        return new String(Json.encode(body), StandardCharsets.UTF_8);
    }

    /**
     * The job.
     *
     * @param outputs images and videos, without single frames; absent before the end
     * @param outputCount number of all artifacts, including frames
     * @param truncated true if something was omitted because of length; get the job for all data
     */
    public record Data(
            JobId id,
            JobKind kind,
            String model,
            JobState state,
            int attempt,
            @Nullable List<Output> outputs,
            @Nullable Integer outputCount,
            @Nullable Failure error,
            @Nullable Integer canceledAtStep,
            @Nullable Usage usage,
            Map<String, String> metadata,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            Links links,
            @Nullable Boolean truncated) {
        Data without(Map<String, String> kept) {
            return new Data(
                    id,
                    kind,
                    model,
                    state,
                    attempt,
                    null,
                    outputCount,
                    error,
                    canceledAtStep,
                    usage,
                    kept,
                    startedAt,
                    finishedAt,
                    links,
                    true);
        }
    }

    /** An artifact, without its object key. */
    public record Output(
            int item,
            String role,
            String contentType,
            long bytes,
            String sha256,
            int width,
            int height,
            @Nullable Integer frames,
            long seed,
            @Nullable Map<String, Double> measures) {
        static Output of(OutputArtifact artifact) {
            return new Output(
                    artifact.item(),
                    artifact.role(),
                    artifact.contentType(),
                    artifact.bytes(),
                    artifact.sha256(),
                    artifact.width(),
                    artifact.height(),
                    artifact.frames(),
                    artifact.seed(),
                    artifact.measures());
        }
    }

    /** Link to the job, relative to the gateway; requires an API key. */
    public record Links(String self) {
        static Links of(JobId id) {
            return new Links("/v1/jobs/" + id.value());
        }
    }
}
