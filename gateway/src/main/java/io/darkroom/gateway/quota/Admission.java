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

/** Routes accepted jobs: to their lane, or to {@code darkroom.held} if their tenant has a quota. */
@ApplicationScoped
public class Admission {
    /** Header of a job in {@code darkroom.held}: its id, so that a job can be released without decoding its request. */
    static final String JOB = "darkroom-job";

    /** Header of a job in {@code darkroom.held}: predicted device milliseconds. */
    static final String WORK = "darkroom-work-ms";

    private final KafkaQuotas topic;
    private final Quotas quotas;

    Admission(KafkaQuotas topic, Quotas quotas) {
        this.topic = topic;
        this.quotas = quotas;
    }

    /**
     * Topic, key and headers with which a job is published.
     *
     * @param headers headers in addition to those of every job
     * @param inLaneSince when the lane gets it; null if it waits for its tenant's quota first
     */
    public record Route(
            String topic,
            String key,
            Map<String, String> headers,
            @Nullable Instant inLaneSince) {}

    /**
     * Finds the route of a job.
     *
     * @param lane topic of the job's lane
     * @throws ProblemException {@code starting} if the quotas are not read yet
     */
    public Route route(JobRequest request, String lane) {
        if (!topic.caughtUp()) {
            throw ProblemException.unavailable(
                    ProblemCode.STARTING,
                    "The gateway has just started and is still reading quotas.",
                    Duration.ofSeconds(1),
                    null);
        }
        if (!quotas.limits(request.tenant())) {
            return new Route(lane, request.id().value(), Map.of(), request.createdAt());
        }
        Map<String, String> headers = Map.of(
                RecordHeaders.GOES_TO,
                lane,
                JOB,
                request.id().value(),
                WORK,
                Long.toString(Math.max(1, Math.round(request.workSeconds() * 1_000))));
        return new Route(Topics.HELD, request.tenant(), headers, null);
    }
}
