package io.darkroom.contracts.sample;

import io.darkroom.contracts.job.GenerateImage;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.job.Lane;
import io.darkroom.contracts.job.PredictVideo;
import io.darkroom.contracts.job.Priority;
import io.darkroom.contracts.job.Sampling;
import io.darkroom.contracts.job.Verification;
import io.darkroom.contracts.job.WebhookTarget;
import java.time.Instant;
import java.util.Map;

/**
 * Builds a job: {@code AJob.request().tenant("alice").prompt("a red apple").build()}. What is not said has a sensible
 * value.
 */
public final class AJob {
    public static final JobId ID = new JobId("job_00000000000000000000000001");
    public static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
    public static final String SHA256 = "0123456789abcdef".repeat(4);

    private JobId id = ID;
    private String tenant = "alice";
    private String model = "stickers";
    private Priority priority = Priority.INTERACTIVE;
    private JobInput input = images("a red apple with a green leaf", 1, 7);
    private WebhookTarget webhook;
    private Map<String, String> metadata = Map.of();
    private Instant createdAt = AT;
    private Instant expiresAt;
    private Verification verifies;

    private AJob() {}

    /** One sticker of an apple, for alice. */
    public static AJob request() {
        return new AJob();
    }

    public AJob id(JobId value) {
        id = value;
        return this;
    }

    public AJob tenant(String value) {
        tenant = value;
        return this;
    }

    public AJob model(String value) {
        model = value;
        return this;
    }

    public AJob priority(Priority value) {
        priority = value;
        return this;
    }

    public AJob prompt(String prompt) {
        return input(images(prompt, 1, 7));
    }

    public AJob input(JobInput value) {
        input = value;
        return this;
    }

    /** Calls back to {@code url} at the end. */
    public AJob callingBack(String url) {
        webhook = new WebhookTarget(url, WebhookTarget.DEFAULT_EVENTS);
        return this;
    }

    public AJob metadata(Map<String, String> value) {
        metadata = value;
        return this;
    }

    public AJob createdAt(Instant value) {
        createdAt = value;
        return this;
    }

    public AJob expiringAt(Instant value) {
        expiresAt = value;
        return this;
    }

    /** Verifies the results of that job. */
    public AJob verifying(Verification value) {
        verifies = value;
        return this;
    }

    public JobRequest build() {
        return new JobRequest(
                JobRequest.SCHEMA,
                id,
                tenant,
                model,
                Lane.of(input.kind(), priority),
                priority,
                input,
                1.5,
                0,
                webhook,
                metadata,
                createdAt,
                expiresAt,
                verifies,
                "req_1");
    }

    public static JobInput images(String prompt, int n, long seed) {
        return new GenerateImage(new Sampling(prompt, null, null, n, 64, 64, 20, 5, "ddim", seed, "png"));
    }

    public static JobInput futures(int n, long seed) {
        return new PredictVideo(AnInput.CLIP, null, 8, n, 25, 1, "ddim", seed, 12.5, "mp4", true, false);
    }
}
