package io.darkroom.gateway.view;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.job.Priority;
import io.darkroom.contracts.outcome.Failure;
import io.darkroom.contracts.outcome.ItemFailure;
import io.darkroom.contracts.outcome.Receipt;
import io.darkroom.contracts.outcome.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A job, as returned to clients.
 *
 * @param progress from 0 to 1, over all items and steps
 * @param position number of jobs that wait in its lane before it; absent if it does not wait there
 * @param waitReason {@code quota}: it is released to its lane when enough of the tenant's earlier jobs have ended;
 *     absent: it only waits for the jobs before it
 * @param etaSeconds expected seconds until the last denoising step; absent if it is not running
 * @param attempt 0: never started
 * @param input the input of the job's kind with all defaults resolved; absent if only the outcome of the job is left
 * @param failures failed items, while others succeeded; empty if none failed
 * @param verification comparison with the results of the job that this one repeats; absent for ordinary jobs
 * @param canceledAtStep the denoising step at which it stopped; absent if it never ran
 */
@Schema(name = "Job")
public record JobDocument(
        String id,
        @Nullable JobKind kind,
        @Nullable String model,
        JobState state,
        double progress,
        @Nullable Long position,
        @Nullable String waitReason,
        @Nullable Double etaSeconds,
        int attempt,
        @Nullable Priority priority,

        @JsonTypeInfo(use = JsonTypeInfo.Id.NONE) @Nullable JobInput input,

        List<Output> outputs,
        @Nullable Receipt receipt,
        @Nullable Failure error,
        List<ItemFailure> failures,
        @Nullable Verification verification,
        @Nullable Integer canceledAtStep,
        @Nullable Usage usage,
        @Nullable Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Instant expiresAt,
        Map<String, String> metadata,
        Links links) {

    /** The job as it was when it was accepted. */
    public JobDocument queued() {
        return new JobDocument(
                id,
                kind,
                model,
                JobState.QUEUED,
                0,
                null,
                null,
                null,
                0,
                priority,
                input,
                List.of(),
                null,
                null,
                List.of(),
                verification == null ? null : verification.pending(),
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
     * @param url presigned URL that serves an attachment until {@code expiresAt}; get the job again for a new one
     * @param index index in {@code outputs}, for {@code job:<id>/<index>}
     * @param item index of the image or future it belongs to
     * @param role {@code image}, {@code video}, {@code frame}, {@code heat_map}, {@code shard} or {@code annotations}
     * @param frames number of frames, or of images in a shard; absent for a still image
     * @param frame index of the frame, or of the shard
     * @param measures measured values, e.g. {@code psnr}, {@code ssim}, {@code score}; absent: none
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
            long seed,
            @Nullable Map<String, Double> measures) {}

    /**
     * Whether a job that was run again produced the same bytes.
     *
     * @param job the job that this one repeats
     * @param matches whether all results are equal; absent until this job has succeeded
     * @param items one entry for each result of either job; empty until this job has succeeded
     */
    @Schema(name = "Verification")
    public record Verification(String job, @Nullable Boolean matches, List<Item> items) {
        Verification pending() {
            return new Verification(job, null, List.of());
        }

        /**
         * @param expected SHA-256 of the earlier result; absent: there was none
         * @param actual SHA-256 of the new result; absent: there is none
         */
        @Schema(name = "VerificationItem")
        public record Item(
                int item,
                String role,
                @Nullable Integer frame,
                @Nullable String expected,
                @Nullable String actual,
                boolean matches) {}
    }

    /** Paths of the operations on the job. */
    @Schema(name = "JobLinks")
    public record Links(String self, String events, String cancel, String verify) {
        static Links of(String id) {
            String self = "/v1/jobs/" + id;
            return new Links(self, self + "/events", self + "/cancel", self + "/verify");
        }
    }
}
