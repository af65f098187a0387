package io.darkroom.gateway.webhook;

import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.job.JobContext;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.job.WebhookTarget;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.contracts.outcome.OutputArtifact;
import io.darkroom.contracts.outcome.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Events of one job. */
public final class Events {
    static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

    private Events() {}

    public static JobContext to(@Nullable String url, String... events) {
        WebhookTarget target = url == null ? null : new WebhookTarget(url, List.of(events));
        return new JobContext(JobKind.IMAGE_GENERATE, "stickers", target, Map.of("order", "42"));
    }

    static JobEvent.Started started(JobId job, String tenant, int attempt, JobContext context) {
        return new JobEvent.Started(1, job, tenant, attempt, 1, AT, "w1", context);
    }

    public static JobEvent.Finished finished(JobId job, String tenant, @Nullable JobContext context) {
        return finished(job, tenant, 1, context);
    }

    static JobEvent.Finished finished(JobId job, String tenant, int images, @Nullable JobContext context) {
        List<OutputArtifact> outputs = IntStream.range(0, images)
                .mapToObj(item -> new OutputArtifact(
                        item,
                        "image",
                        "jobs/secret-key/" + item,
                        "image/png",
                        100,
                        "a".repeat(64),
                        64,
                        64,
                        null,
                        null,
                        7 + item,
                        null))
                .toList();
        Outcome outcome = new Outcome(
                1,
                job,
                tenant,
                JobKind.IMAGE_GENERATE,
                "stickers",
                JobState.SUCCEEDED,
                1,
                "w1",
                outputs,
                null,
                null,
                List.of(),
                null,
                new Usage(10, 20, 15, 20),
                AT,
                AT.plusSeconds(1));
        return new JobEvent.Finished(1, job, tenant, 1, 9, AT.plusSeconds(1), outcome, context);
    }
}
