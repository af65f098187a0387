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
 * A job as clients see it.
 *
 * @param progress from 0 to 1, over all items and steps
 * @param position how many jobs of its lane wait before it; absent if it does not wait there
 * @param waitReason {@code quota}: it was accepted, and goes to the workers when enough of the tenant's earlier jobs have
 *     ended; absent: nothing keeps it but the jobs before it
 * @param etaSeconds until the last denoising step, as the worker expects; absent if it does not run
 * @param attempt 0: never started
 * @param input as it runs: of the job's kind, every default resolved; absent if only the outcome is left of the job
 * @param failures items without a result, while others have theirs; empty: none
 * @param verification how the results compare with those of the job that this one repeats; absent for ordinary jobs
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

    /** As it was when it was accepted. */
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
     * @param url presigned, serves an attachment, works without credentials until {@code expiresAt}; read the job again for
     *     a fresh one
     * @param index place in {@code outputs}, for {@code job:<id>/<index>}
     * @param item index of the image or future it belongs to
     * @param role {@code image}, {@code video}, {@code frame}, {@code heat_map}, {@code shard} or {@code annotations}
     * @param frames number of frames, or of pictures in a shard; absent for a still picture
     * @param frame index of the frame, or of the shard
     * @param measures what was measured of it, e.g. {@code psnr}, {@code ssim}, {@code score}; absent: nothing
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
     * Whether a job that was run again gave the same bytes.
     *
     * @param job the job that this one repeats
     * @param matches whether every result is the same; absent until this one has succeeded
     * @param items one entry for each result of either; empty until this one has succeeded
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

    /** Paths of what can be done with the job. */
    @Schema(name = "JobLinks")
    public record Links(String self, String events, String cancel, String verify) {
        static Links of(String id) {
            String self = "/v1/jobs/" + id;
            return new Links(self, self + "/events", self + "/cancel", self + "/verify");
        }
    }
}
