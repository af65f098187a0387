package io.darkroom.worker.stack;

import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.job.GenerateImage;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.job.Lane;
import io.darkroom.contracts.job.Priority;
import io.darkroom.contracts.job.Sampling;
import io.darkroom.contracts.outcome.Receipt;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Jobs and models for tests. */
public final class TestJobs {
    public static final String MODEL = "test-model";
    public static final String TENANT = "acme";

    private TestJobs() {}

    public static JobRequest anImage() {
        return anImage(4, Instant.now(), null);
    }

    public static JobRequest anImage(int steps) {
        return anImage(steps, Instant.now(), null);
    }

    public static JobRequest anImage(int steps, Instant createdAt, @Nullable Instant expiresAt) {
        return of(
                new GenerateImage(new Sampling("a red apple", null, null, 1, 64, 64, steps, 5.0, "ddim", 7, "png")),
                createdAt,
                expiresAt);
    }

    public static JobRequest of(JobInput input, Instant createdAt) {
        return of(input, createdAt, null);
    }

    private static JobRequest of(JobInput input, Instant createdAt, @Nullable Instant expiresAt) {
        return new JobRequest(
                JobRequest.SCHEMA,
                JobId.random(createdAt.toEpochMilli(), RandomGenerator.getDefault()),
                TENANT,
                MODEL,
                Lane.IMAGE_INTERACTIVE,
                Priority.INTERACTIVE,
                input,
                1.0,
                0,
                null,
                Map.of(),
                createdAt,
                expiresAt,
                null,
                null);
    }

    public static ModelInfo aModel() {
        return new ModelInfo(
                MODEL,
                "1",
                "Test",
                "Runs nothing.",
                "Apache-2.0",
                "0".repeat(64),
                List.of(JobKind.IMAGE_GENERATE),
                List.of(new ModelInfo.Size(64, 64)),
                List.of(),
                List.of("ddim"),
                new ModelInfo.Defaults(4, 5.0),
                new ModelInfo.Limits(100, 4, 500, 0),
                null,
                ModelInfo.Abilities.NONE,
                0.01);
    }

    public static Receipt aReceipt() {
        return new Receipt(MODEL, "1", Map.of(), "ddim", Map.of(), 4, 5.0, 7, "fp32", "cpu", "exact", "none");
    }
}
