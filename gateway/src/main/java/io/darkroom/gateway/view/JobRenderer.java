package io.darkroom.gateway.view;

import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.contracts.outcome.OutputArtifact;
import io.darkroom.platform.redis.RedisUnavailableException;
import io.darkroom.platform.store.ObjectStore;
import io.darkroom.platform.store.StoreConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Converts a view to the client's document. URLs are presigned each time, which takes no remote call. */
@ApplicationScoped
public class JobRenderer {
    private static final String QUOTA = "quota";

    private final ObjectStore store;
    private final RedisJobIndex index;
    private final Clock clock;
    private final Duration linkTtl;

    JobRenderer(ObjectStore store, RedisJobIndex index, Clock clock, StoreConfig config) {
        this.store = store;
        this.index = index;
        this.clock = clock;
        this.linkTtl = config.linkTtl();
    }

    /** With the position in the queue, which takes a call to Redis. */
    public JobDocument render(JobView view) {
        return render(view, position(view));
    }

    /** Without the position in the queue, for pages. */
    public JobDocument renderSummary(JobView view) {
        return render(view, null);
    }

    private @Nullable Long position(JobView view) {
        JobRequest request = view.request();
        if (request == null || view.state() != JobState.QUEUED) {
            return null;
        }
        try {
            return index.position(request.lane(), view.id()).orElse(null);
        } catch (RedisUnavailableException e) {
            return null;
        }
    }

    private JobDocument render(JobView view, @Nullable Long position) {
        JobRequest request = view.request();
        Outcome outcome = view.outcome();
        Long etaMs = view.state() == JobState.RUNNING ? view.progress().etaMs() : null;
        return new JobDocument(
                view.id().value(),
                kind(request, outcome),
                model(request, outcome),
                view.state(),
                progress(view),
                position,
                view.waitsForQuota() ? QUOTA : null,
                etaMs == null ? null : etaMs / 1000.0,
                view.ledger().attempt(),
                request == null ? null : request.priority(),
                request == null ? null : request.input(),
                outcome == null ? List.of() : outputs(view.id(), outcome.outputs()),
                outcome == null ? null : outcome.receipt(),
                outcome == null ? null : outcome.failure(),
                outcome == null ? List.of() : outcome.failures(),
                Comparison.of(request, outcome),
                outcome == null ? null : outcome.canceledAtStep(),
                outcome == null ? null : outcome.usage(),
                request == null ? null : request.createdAt(),
                view.startedAt(),
                outcome == null ? null : outcome.finishedAt(),
                request == null ? null : request.expiresAt(),
                request == null ? Map.of() : request.metadata(),
                JobDocument.Links.of(view.id().value()));
    }

    /** Null if an event of the job was read before its request. */
    private static @Nullable JobKind kind(@Nullable JobRequest request, @Nullable Outcome outcome) {
        return request != null ? request.kind() : outcome != null ? outcome.kind() : null;
    }

    private static @Nullable String model(@Nullable JobRequest request, @Nullable Outcome outcome) {
        return request != null ? request.model() : outcome != null ? outcome.model() : null;
    }

    private static double progress(JobView view) {
        if (view.state() == JobState.SUCCEEDED) {
            return 1;
        }
        int steps = view.progress().steps();
        return steps == 0 ? 0 : Math.min(1, (double) view.progress().step() / steps);
    }

    private List<JobDocument.Output> outputs(JobId id, List<OutputArtifact> artifacts) {
        return IntStream.range(0, artifacts.size())
                .mapToObj(i -> output(id, i, artifacts.get(i)))
                .toList();
    }

    JobDocument.Output output(JobId id, int index, OutputArtifact artifact) {
        String name = id.value() + "-" + index + extension(artifact.contentType());
        return new JobDocument.Output(
                index,
                artifact.item(),
                artifact.role(),
                store.presign(artifact.key(), linkTtl, name),
                clock.instant().plus(linkTtl).truncatedTo(ChronoUnit.SECONDS),
                artifact.sha256(),
                artifact.contentType(),
                artifact.bytes(),
                artifact.width(),
                artifact.height(),
                artifact.frames(),
                artifact.frame(),
                artifact.seed(),
                artifact.measures());
    }

    private static String extension(String contentType) {
        int slash = contentType.indexOf('/');
        return slash < 0
                ? ""
                : "." + contentType.substring(slash + 1).replace("jpeg", "jpg").replace("x-tar", "tar");
    }
}
