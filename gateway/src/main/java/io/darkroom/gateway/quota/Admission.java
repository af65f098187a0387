package io.darkroom.gateway.quota;

import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.wire.RecordHeaders;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.gateway.http.ProblemCode;
import io.darkroom.gateway.http.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which way an accepted job goes: to its lane, or to where jobs wait because their tenant has a quota. */
@ApplicationScoped
public class Admission {
    /** Headers of a job in {@code darkroom.held}, so that nobody has to understand it in order to release it. */
    static final String JOB = "darkroom-job";

    /** Predicted device ms. */
    static final String WORK = "darkroom-work-ms";

    private final KafkaQuotas topic;
    private final Quotas quotas;

    Admission(KafkaQuotas topic, Quotas quotas) {
        this.topic = topic;
        this.quotas = quotas;
    }

    /**
     * Where a job is published.
     *
     * @param headers besides those that every job has
     * @param inLaneSince null: it waits for its tenant's quota first
     */
    public record Way(
            String topic,
            String key,
            Map<String, String> headers,
            @Nullable Instant inLaneSince) {}

    /**
     * The way of a job.
     *
     * @param lane topic of its lane
     * @throws ProblemException {@code starting} if nobody knows yet who has a quota
     */
    public Way way(JobRequest request, String lane) {
        if (!topic.caughtUp()) {
            throw ProblemException.unavailable(
                    ProblemCode.STARTING,
                    "The gateway has just started and is still reading its quotas.",
                    Duration.ofSeconds(1),
                    null);
        }
        if (!quotas.limits(request.tenant())) {
            return new Way(lane, request.id().value(), Map.of(), request.createdAt());
        }
        Map<String, String> headers = Map.of(
                RecordHeaders.GOES_TO,
                lane,
                JOB,
                request.id().value(),
                WORK,
                Long.toString(Math.max(1, Math.round(request.workSeconds() * 1_000))));
        return new Way(Topics.HELD, request.tenant(), headers, null);
    }
}
