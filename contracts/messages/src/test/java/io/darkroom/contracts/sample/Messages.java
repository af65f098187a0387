package io.darkroom.contracts.sample;

import io.darkroom.contracts.callback.Delivery;
import io.darkroom.contracts.callback.WebhookEndpoint;
import io.darkroom.contracts.callback.WebhookEndpoint.LiveSecret;
import io.darkroom.contracts.event.DeadLetter;
import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.fleet.WorkerStatus;
import io.darkroom.contracts.job.JobContext;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.job.Lane;
import io.darkroom.contracts.job.Verification;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.contracts.quota.HoldMark;
import io.darkroom.contracts.quota.TenantQuota;
import io.darkroom.contracts.tenant.ApiKeyRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One of each message that is stored or sent. */
public final class Messages {
    private static final Instant AT = AJob.AT;
    private static final String SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final JobRequest JOB = AJob.request()
            .callingBack("https://hooks.example/darkroom")
            .metadata(Map.of("order", "42"))
            .expiringAt(AT.plusSeconds(3600))
            .build();
    private static final JobRequest CLIP =
            AJob.request().model("futures").input(AJob.futures(2, 7)).build();

    private Messages() {}

    /**
     * A message.
     *
     * @param name of its golden file, without suffix
     * @param schema its schema, without suffix
     * @param type as which it is read
     */
    public record Sample(String name, String schema, Class<?> type, Object message) {
        @Override
        public String toString() {
            return name;
        }
    }

    public static List<Sample> all() {
        JobContext context = JobContext.of(JOB);
        List<Sample> all = new ArrayList<>(List.of(
                sample("job-request.image", "job-request", JobRequest.class, JOB),
                sample("job-request.video", "job-request", JobRequest.class, CLIP),
                event("started", new JobEvent.Started(1, JOB.id(), "alice", 1, 1, AT, "worker-1", context)),
                event("progress", new JobEvent.Progressed(1, JOB.id(), "alice", 1, 2, AT, 5, 20, 1500)),
                event(
                        "preview",
                        new JobEvent.Previewed(1, JOB.id(), "alice", 1, 3, AT, 0, 5, "image/webp", "UklGRg==")),
                event(
                        "output",
                        new JobEvent.OutputStored(
                                1,
                                JOB.id(),
                                "alice",
                                1,
                                4,
                                AT,
                                AnOutcome.succeeded(JOB).outputs().getFirst())),
                event("released", new JobEvent.Released(1, JOB.id(), "alice", 1, 5, AT, "shutdown", "worker stops")),
                event("canceling", new JobEvent.CancelRequested(1, JOB.id(), "alice", 1, 0, AT)),
                event(
                        "finished",
                        new JobEvent.Finished(1, JOB.id(), "alice", 1, 6, AT, AnOutcome.succeeded(JOB), context)),
                sample("outcome.succeeded", "outcome", Outcome.class, AnOutcome.succeeded(JOB)),
                sample("outcome.failed", "outcome", Outcome.class, AnOutcome.failed(JOB, FailureCode.OUT_OF_MEMORY)),
                sample("job-request.verifying", "job-request", JobRequest.class, verifying()),
                sample("outcome.partly", "outcome", Outcome.class, AnOutcome.partly(CLIP)),
                sample("model-info.able", "model-info", ModelInfo.class, able()),
                sample("outcome.canceled", "outcome", Outcome.class, AnOutcome.canceled(JOB, 11)),
                sample("model-info", "model-info", ModelInfo.class, model()),
                sample(
                        "worker-status",
                        "worker-status",
                        WorkerStatus.class,
                        new WorkerStatus(
                                "worker-1",
                                AT,
                                AT,
                                List.of(Lane.IMAGE_INTERACTIVE),
                                4,
                                1,
                                List.of("stickers", "sdxl"),
                                List.of("stickers"),
                                List.of(JOB.id().value()),
                                AT)),
                sample(
                        "api-key-record",
                        "api-key-record",
                        ApiKeyRecord.class,
                        new ApiKeyRecord(AJob.SHA256, "dk_012345", "alice", List.of("jobs"), AT, AT.plusSeconds(1))),
                sample("delivery", "delivery", Delivery.class, delivery()),
                sample("webhook-endpoint", "webhook-endpoint", WebhookEndpoint.class, endpoint()),
                sample("tenant-quota", "tenant-quota", TenantQuota.class, TenantQuota.of("alice", 120.5, AT)),
                sample(
                        "hold-mark",
                        "hold-mark",
                        HoldMark.class,
                        HoldMark.of(JOB.id(), "alice", HoldMark.RELEASED, AT))));
        for (JobKind kind : JobKind.values()) {
            JobRequest request = AJob.request().input(AnInput.of(kind)).build();
            all.add(sample("job-request/" + kind.wireName(), "job-request", JobRequest.class, request));
        }
        return all;
    }

    /** Apart from the others: its raw value has no equality. */
    public static Sample deadLetter() {
        byte[] record = "{}".getBytes(StandardCharsets.UTF_8);
        return sample(
                "dead-letter",
                "dead-letter",
                DeadLetter.class,
                new DeadLetter(
                        1,
                        JOB.id(),
                        "alice",
                        FailureCode.ATTEMPTS_EXHAUSTED,
                        "the worker died three times",
                        3,
                        "worker-1",
                        AT,
                        "darkroom.jobs.image.interactive.0",
                        0,
                        17,
                        record,
                        new DeadLetter.Memory(100_000_000, 1_000_000_000, 2_000_000_000)));
    }

    private static Sample sample(String name, String schema, Class<?> type, Object message) {
        return new Sample(name, schema, type, message);
    }

    private static Sample event(String name, JobEvent event) {
        return sample("job-event." + name, "job-event", JobEvent.class, event);
    }

    private static JobRequest verifying() {
        return AJob.request()
                .verifying(new Verification(
                        AJob.ID,
                        List.of(
                                new Verification.Expected(0, "image", null, AJob.SHA256),
                                new Verification.Expected(0, "frame", 3, AJob.SHA256))))
                .build();
    }

    private static ModelInfo able() {
        return model(new ModelInfo.Abilities(List.of(2, 4), new ModelInfo.SizeRange(8, 64, 1024), true, 5000));
    }

    private static ModelInfo model() {
        return model(ModelInfo.Abilities.NONE);
    }

    private static ModelInfo model(ModelInfo.Abilities abilities) {
        return new ModelInfo(
                "futures",
                "1",
                "Futures",
                "Predicts frames",
                "Apache-2.0",
                AJob.SHA256,
                List.of(JobKind.VIDEO_PREDICT),
                List.of(new ModelInfo.Size(64, 64)),
                List.of(),
                List.of("ddim"),
                new ModelInfo.Defaults(25, 1),
                new ModelInfo.Limits(50, 3, 200, 40),
                new ModelInfo.Video(4, 8, 12.5),
                abilities,
                0.02);
    }

    private static Delivery delivery() {
        return new Delivery(
                1,
                "msg_" + "0123456789abcdef".repeat(2),
                "alice",
                JOB.id(),
                "job.completed",
                null,
                "https://hooks.example/darkroom",
                "{\"type\":\"job.completed\"}",
                1,
                0,
                0,
                AT,
                AT.plusSeconds(5),
                AT.plusSeconds(60));
    }

    private static WebhookEndpoint endpoint() {
        return new WebhookEndpoint(
                1,
                "we_" + "0123456789abcdef".repeat(2),
                "alice",
                "https://hooks.example/all",
                List.of("job.completed"),
                "all of them",
                List.of(new LiveSecret(SECRET, null), new LiveSecret("sealed:k1:AAEC", AT)),
                AT,
                AT,
                WebhookEndpoint.GONE);
    }
}
