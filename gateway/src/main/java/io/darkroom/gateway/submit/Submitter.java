package io.darkroom.gateway.submit;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.job.Lane;
import io.darkroom.contracts.job.MediaRef;
import io.darkroom.gateway.submit.kind.KindEntry;
import io.darkroom.gateway.tenant.Caller;
import io.darkroom.gateway.view.JobView;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Accepts jobs: validates the body, stores the inputs, publishes the job. */
@ApplicationScoped
public class Submitter {
    private final SubmissionReader reader;
    private final InputResolver inputs;
    private final Idempotency idempotency;
    private final RedisSdkRetries retries;
    private final JobPublisher publisher;
    private final Clock clock;
    private final RandomGenerator random;

    Submitter(
            SubmissionReader reader,
            InputResolver inputs,
            Idempotency idempotency,
            RedisSdkRetries retries,
            JobPublisher publisher,
            Clock clock,
            RandomGenerator random) {
        this.reader = reader;
        this.inputs = inputs;
        this.idempotency = idempotency;
        this.retries = retries;
        this.publisher = publisher;
        this.clock = clock;
        this.random = random;
    }

    /**
     * @param key the idempotency key; null: every call creates a job, except retries of an SDK
     * @param sdk retry count of an SDK; null: not sent
     * @param requestId of the HTTP call
     * @throws io.darkroom.gateway.http.ProblemException if the job is not accepted
     */
    Accepted submit(Caller caller, JsonNode body, @Nullable String key, @Nullable SdkTry sdk, String requestId) {
        String tenant = caller.tenant();
        if (key != null) {
            return once(tenant, body, JobId.derived(tenant, key), Fingerprint.of(body), requestId);
        }
        JobId fresh = JobId.random(clock.millis(), random);
        if (sdk == null) {
            return new Accepted(publish(tenant, fresh, reader.read(body), null, requestId), false);
        }
        // Before any other effect: after a crash the next retry claims the same job.
        String fingerprint = Fingerprint.of(body);
        Submission submission = reader.read(body);
        JobId id = retries.claim(caller, fingerprint, sdk.retry(), fresh);
        Accepted accepted = id.equals(fresh)
                ? new Accepted(publish(tenant, id, submission, fingerprint, requestId), false)
                : once(tenant, body, id, fingerprint, requestId);
        return accepted.whenAnswered(() -> retries.answered(caller, fingerprint, sdk.retry(), id));
    }

    private Accepted once(String tenant, JsonNode body, JobId id, String fingerprint, String requestId) {
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
        JobRequest request = request(tenant, id, submission, submission.make().apply(media), requestId);
        return publisher.publish(request, fingerprint);
    }

    private JobRequest request(String tenant, JobId id, Submission submission, KindEntry.Made made, String requestId) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return new JobRequest(
                JobRequest.SCHEMA,
                id,
                tenant,
                submission.model().id(),
                Lane.of(submission.kind(), submission.options().priority()),
                submission.options().priority(),
                made.input(),
                made.workSeconds(),
                submission.options().previews(),
                submission.options().webhook(),
                submission.options().metadata(),
                now,
                submission.options().expiresIn() == null
                        ? null
                        : now.plus(submission.options().expiresIn()),
                null,
                requestId);
    }

    /**
     * @param replayed whether an earlier call created the job
     * @param answered to be run once a success response was sent completely
     */
    record Accepted(JobView job, boolean replayed, Runnable answered) {
        Accepted(JobView job, boolean replayed) {
            this(job, replayed, () -> {});
        }

        Accepted whenAnswered(Runnable then) {
            return new Accepted(job, replayed, then);
        }
    }
}
