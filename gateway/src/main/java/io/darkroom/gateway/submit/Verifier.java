package io.darkroom.gateway.submit;

import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.job.Verification;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.gateway.fleet.ModelCatalog;
import io.darkroom.gateway.http.ProblemCode;
import io.darkroom.gateway.http.ProblemException;
import io.darkroom.gateway.submit.Submitter.Accepted;
import io.darkroom.gateway.view.JobReader;
import io.darkroom.gateway.view.JobView;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Submits the input of a job repeat as a new job that refers to the results of the first one. Input and seed are the
 * same, so differing results are due to the model's files, the machine or a defect.
 */
@ApplicationScoped
public class Verifier {
    private final JobReader reader;
    private final ModelCatalog catalog;
    private final Idempotency idempotency;
    private final JobPublisher publisher;
    private final Clock clock;
    private final RandomGenerator random;

    Verifier(
            JobReader reader,
            ModelCatalog catalog,
            Idempotency idempotency,
            JobPublisher publisher,
            Clock clock,
            RandomGenerator random) {
        this.reader = reader;
        this.catalog = catalog;
        this.idempotency = idempotency;
        this.publisher = publisher;
        this.clock = clock;
        this.random = random;
    }

    /**
     * @param key the idempotency key; null: every call creates a job
     * @throws ProblemException {@code not_found} if the tenant has no such job; {@code not_verifiable} if it did not
     *     succeed or can no longer be run
     */
    Accepted verify(String tenant, String job, @Nullable String key, String requestId) {
        JobView first = reader.get(tenant, job);
        if (key == null) {
            JobId id = JobId.random(clock.millis(), random);
            return new Accepted(publisher.publish(repeat(first, id, requestId), null), false);
        }
        JobId id = JobId.derived(tenant, key);
        String fingerprint = Fingerprint.ofVerification(first.id());
        return idempotency.once(
                tenant,
                id,
                fingerprint,
                () -> repeat(first, id, requestId),
                request -> publisher.publish(request, fingerprint));
    }

    private JobRequest repeat(JobView first, JobId id, String requestId) {
        Outcome outcome = first.outcome();
        if (outcome == null) {
            throw refused("The job has not ended yet: it is " + first.state().wireName() + ". Verify it after it has"
                    + " succeeded.");
        }
        if (outcome.state() != JobState.SUCCEEDED) {
            throw refused(
                    "The job ended as " + outcome.state().wireName() + ", so there is no result to" + " compare with.");
        }
        JobRequest request = first.request();
        if (request == null) {
            throw refused("Only the outcome of the job is left; its request has expired from the log.");
        }
        if (catalog.find(request.model()).isEmpty()) {
            throw refused("The model '" + request.model() + "' of the job is no longer served.");
        }
        return new JobRequest(
                JobRequest.SCHEMA,
                id,
                request.tenant(),
                request.model(),
                request.lane(),
                request.priority(),
                request.input(),
                request.workSeconds(),
                0,
                null,
                request.metadata(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                null,
                expected(outcome),
                requestId);
    }

    private static Verification expected(Outcome outcome) {
        return new Verification(
                outcome.jobId(),
                outcome.outputs().stream()
                        .map(output -> new Verification.Expected(
                                output.item(), output.role(), output.frame(), output.sha256()))
                        .toList());
    }

    private static ProblemException refused(String why) {
        return ProblemException.of(ProblemCode.NOT_VERIFIABLE, why);
    }
}
