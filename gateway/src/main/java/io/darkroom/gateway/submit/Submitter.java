package io.darkroom.gateway.submit;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.job.Lane;
import io.darkroom.contracts.job.MediaRef;
import io.darkroom.gateway.project.JobView;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Accepts jobs: validates, brings the inputs, publishes. */
@ApplicationScoped
public class Submitter {
    private final SubmissionReader reader;
    private final InputResolver inputs;
    private final Idempotency idempotency;
    private final JobPublisher publisher;
    private final Clock clock;
    private final RandomGenerator random;

    Submitter(
            SubmissionReader reader,
            InputResolver inputs,
            Idempotency idempotency,
            JobPublisher publisher,
            Clock clock,
            RandomGenerator random) {
        this.reader = reader;
        this.inputs = inputs;
        this.idempotency = idempotency;
        this.publisher = publisher;
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
        Map<String, MediaRef> media = inputs.resolve(tenant, submission.media());
        JobRequest request = request(tenant, id, submission, submission.input().apply(media), requestId);
        return publisher.publish(request, fingerprint);
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
                submission.work().applyAsDouble(input),
                submission.previews(),
                submission.webhook(),
                submission.metadata(),
                now,
                submission.expiresIn() == null ? null : now.plus(submission.expiresIn()),
                null,
                requestId);
    }

    /**
     * @param replayed whether an earlier call with the same key made the job
     */
    record Accepted(JobView job, boolean replayed) {}
}
