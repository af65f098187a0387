package io.darkroom.gateway.deadletter;

import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.job.JobState;
import io.darkroom.gateway.http.ProblemCode;
import io.darkroom.gateway.http.ProblemException;
import io.darkroom.gateway.submit.JobPublisher;
import io.darkroom.gateway.view.JobReader;
import io.darkroom.gateway.view.JobView;
import io.darkroom.platform.kafka.KafkaLog;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Replays dead letters. */
@ApplicationScoped
public class DeadLetterReplay {
    /** Contains a space, which idempotency keys of clients cannot, so no client can derive the same job id. */
    private static final String DERIVATION = "replay ";

    private final JobReader reader;
    private final JobPublisher publisher;
    private final KafkaLog log;
    private final Clock clock;

    DeadLetterReplay(JobReader reader, JobPublisher publisher, KafkaLog log, Clock clock) {
        this.reader = reader;
        this.publisher = publisher;
        this.log = log;
        this.clock = clock;
    }

    /**
     * The result of a replay.
     *
     * @param again view of the new job
     * @param already whether an earlier replay created it
     */
    @Schema(name = "DeadLetterReplay")
    public record Replayed(String letter, String jobId, JobState state, boolean already) {
        static Replayed of(DeadLetterRecord letter, JobView again, boolean already) {
            return new Replayed(letter.id(), again.id().value(), again.state(), already);
        }
    }

    /** The job that an earlier replay created; empty if there was none. */
    Optional<JobView> findReplay(DeadLetterRecord letter) {
        return letter.request().flatMap(request -> reader.find(request.tenant(), successor(request)));
    }

    /**
     * Replays a dead letter. The call is idempotent.
     *
     * @throws ProblemException {@code not_replayable} if its record cannot be decoded; {@code log_unavailable}
     */
    Replayed replay(DeadLetterRecord letter, String requestId) {
        JobRequest request = letter.request()
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.NOT_REPLAYABLE,
                        "The record of " + letter.id()
                                + " does not contain a job that this version can read. A newer version may be"
                                + " able to; the dead letter is kept."));
        boolean ended = reader.outcome(request.tenant(), request.id()).isPresent();
        if (!ended) {
            return republish(letter, request);
        }
        Optional<JobView> before = reader.find(request.tenant(), successor(request));
        return before.isPresent()
                ? Replayed.of(letter, before.get(), true)
                : Replayed.of(letter, publisher.publish(again(request, requestId), null), false);
    }

    /** The job has no outcome: its original record is republished unchanged. */
    private Replayed republish(DeadLetterRecord letter, JobRequest request) {
        byte[] value = Objects.requireNonNull(letter.content().value());
        log.append(letter.content().topic(), request.id().value(), value, Map.of());
        JobState state =
                reader.find(request.tenant(), request.id()).map(JobView::state).orElse(JobState.QUEUED);
        return new Replayed(letter.id(), request.id().value(), state, false);
    }

    private static JobId successor(JobRequest request) {
        return JobId.derived(request.tenant(), DERIVATION + request.id().value());
    }

    private JobRequest again(JobRequest request, String requestId) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return new JobRequest(
                JobRequest.SCHEMA,
                successor(request),
                request.tenant(),
                request.model(),
                request.lane(),
                request.priority(),
                request.input(),
                request.workSeconds(),
                request.previews(),
                request.webhook(),
                request.metadata(),
                now,
                deadline(request, now),
                request.verifies(),
                requestId);
    }

    /** The same time to expiry as the original job had. */
    private static @Nullable Instant deadline(JobRequest request, Instant now) {
        Instant expiry = request.expiresAt();
        return expiry == null ? null : now.plus(Duration.between(request.createdAt(), expiry));
    }
}
