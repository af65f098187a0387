package io.darkroom.gateway.observe;

import io.darkroom.contracts.job.GenerateImage;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.job.PredictVideo;
import io.darkroom.contracts.job.Priority;
import io.darkroom.contracts.outcome.Failure;
import io.darkroom.contracts.outcome.Receipt;
import io.darkroom.contracts.outcome.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A job as clients see it.
 *
 * @param progress from 0 to 1, over all items and steps
 * @param position how many jobs of its lane wait before it; absent if it does not wait
 * @param etaSeconds until the last denoising step, as the worker expects; absent if it does not run
 * @param attempt 0: never started
 * @param input as it runs: every default resolved; absent if only the outcome is left of the job
 * @param canceledAtStep the denoising step at which it stopped; absent if it never ran
 */
@Schema(name = "Job")
public record JobDocument(
        String id,
        JobKind kind,
        String model,
        JobState state,
        double progress,
        @Nullable Long position,
        @Nullable Double etaSeconds,
        int attempt,
        @Nullable Priority priority,

        @Schema(
                oneOf = {GenerateImage.class, PredictVideo.class},
                discriminatorProperty = "kind")
        @Nullable
        JobInput input,

        List<Output> outputs,
        @Nullable Receipt receipt,
        @Nullable Failure error,
        @Nullable Integer canceledAtStep,
        @Nullable Usage usage,
        @Nullable Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Instant expiresAt,
        Map<String, String> metadata,
        Links links) {

    /** As it was when it was accepted. */
    JobDocument queued() {
        return new JobDocument(
                id,
                kind,
                model,
                JobState.QUEUED,
                0,
                null,
                null,
                0,
                priority,
                input,
                List.of(),
                null,
                null,
                null,
                null,
                createdAt,
                null,
                null,
                expiresAt,
                metadata,
                links);
    }

    /**
     * One result.
     *
     * @param url presigned, serves an attachment, works without credentials until {@code expiresAt}; read the job again for
     *     a fresh one
     * @param index place in {@code outputs}, for {@code job:<id>/<index>}
     * @param item index of the image or future it belongs to
     * @param role {@code image}, {@code video} or {@code frame}
     * @param frames number of frames; absent for a still picture
     * @param frame index of the frame, for role {@code frame}
     */
    @Schema(name = "Output")
    public record Output(
            int index,
            int item,
            String role,
            String url,
            Instant expiresAt,
            String sha256,
            String contentType,
            long bytes,
            int width,
            int height,
            @Nullable Integer frames,
            @Nullable Integer frame,
            long seed) {}

    /** Paths of what can be done with the job. */
    @Schema(name = "JobLinks")
    public record Links(String self, String events, String cancel) {
        static Links of(String id) {
            String self = "/v1/jobs/" + id;
            return new Links(self, self + "/events", self + "/cancel");
        }
    }
}
