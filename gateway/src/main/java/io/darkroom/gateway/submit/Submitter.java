package io.darkroom.gateway.submit;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.job.Lane;
import io.darkroom.contracts.job.MediaRef;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.gateway.platform.KafkaLog;
import io.darkroom.gateway.platform.RedisUnavailableException;
import io.darkroom.gateway.project.JobFold;
import io.darkroom.gateway.project.JobView;
import io.darkroom.gateway.project.KafkaProjector;
import io.darkroom.gateway.project.RedisJobViews;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Accepts jobs: validates, brings the inputs, publishes, shows. */
@ApplicationScoped
public class Submitter {
    private static final Logger LOG = Logger.getLogger(Submitter.class);

    private final SubmissionReader reader;
    private final InputResolver inputs;
    private final Idempotency idempotency;
    private final KafkaLog log;
    private final RedisJobViews views;
    private final SubmitConfig config;
    private final Clock clock;
    private final RandomGenerator random;

    Submitter(
            SubmissionReader reader,
            InputResolver inputs,
            Idempotency idempotency,
            KafkaLog log,
            RedisJobViews views,
            SubmitConfig config,
            Clock clock,
            RandomGenerator random) {
        this.reader = reader;
        this.inputs = inputs;
        this.idempotency = idempotency;
        this.log = log;
        this.views = views;
        this.config = config;
        this.clock = clock;
        this.random = random;
    }

    /**
     * @param key the idempotency key; null: every call is a job of its own
     * @param requestId of the HTTP call
     * @throws io.darkroom.gateway.platform.ProblemException if the job is not accepted
     */
    Accepted submit(String tenant, JsonNode body, @Nullable String key, String requestId) {
        if (key == null) {
            Submission submission = reader.read(body);
            JobId id = JobId.random(clock.millis(), random);
            return new Accepted(publish(tenant, id, submission, null, requestId), false);
        }
        JobId id = JobId.derived(tenant, key);
        String fingerprint = Fingerprint.of(body);
        return idempotency.once(
                tenant,
                id,
                fingerprint,
                () -> reader.read(body),
                submission -> publish(tenant, id, submission, fingerprint, requestId));
    }

    private JobView publish(
            String tenant, JobId id, Submission submission, @Nullable String fingerprint, String requestId) {
        Map<String, MediaRef> media = new LinkedHashMap<>();
        submission.media().forEach((pointer, text) -> media.put(pointer, inputs.resolve(tenant, pointer, text)));
        JobRequest request = request(tenant, id, submission, submission.input().apply(media), requestId);
        String topic = Topics.jobs(request.lane(), Math.floorMod(id.hashCode(), config.cells()));
        Map<String, String> headers = fingerprint == null ? Map.of() : Map.of(KafkaProjector.FINGERPRINT, fingerprint);
        log.append(topic, id.value(), Json.encode(request), headers);
        return show(request, fingerprint);
    }

    private JobRequest request(String tenant, JobId id, Submission submission, JobInput input, String requestId) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return new JobRequest(
                JobRequest.SCHEMA,
                id,
                tenant,
                submission.model().id(),
                Lane.of(submission.kind(), submission.priority()),
                submission.priority(),
                input,
                Submission.workSeconds(submission.model(), input),
                submission.previews(),
                submission.webhook(),
                submission.metadata(),
                now,
                submission.expiresIn() == null ? null : now.plus(submission.expiresIn()),
                null,
                requestId);
    }

    /** The log has it, so it is accepted; if the view cannot be written now, the projector does it later. */
    private JobView show(JobRequest request, @Nullable String fingerprint) {
        try {
            views.seed(request, fingerprint);
        } catch (RedisUnavailableException e) {
            LOG.warnf("%s is accepted, its view will follow: %s", request.id(), e.getMessage());
        }
        return JobFold.request(null, request, fingerprint);
    }

    /**
     * @param replayed whether an earlier call with the same key made the job
     */
    record Accepted(JobView job, boolean replayed) {}
}
