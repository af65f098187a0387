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

/** Has a job that was set aside tried again. */
@ApplicationScoped
public class DeadLetterReplay {
    /** A client's key has no space, so none can name the same job. */
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
     * What became of a letter that was replayed.
     *
     * @param again the job that runs in its place
     * @param already whether an earlier replay made it
     */
    @Schema(name = "DeadLetterReplay")
    public record Replayed(String letter, String jobId, JobState state, boolean already) {
        static Replayed of(DeadLetterRecord letter, JobView again, boolean already) {
            return new Replayed(letter.id(), again.id().value(), again.state(), already);
        }
    }

    /** The job that an earlier replay of it made. */
    Optional<JobView> replayOf(DeadLetterRecord letter) {
        return letter.request().flatMap(request -> reader.look(request.tenant(), successor(request)));
    }

    /**
     * Tries it again; a second time changes nothing.
     *
     * @throws ProblemException {@code not_replayable} if its record cannot be read; {@code log_unavailable}
     */
    Replayed replay(DeadLetterRecord letter, String requestId) {
        JobRequest request = letter.request()
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.NOT_REPLAYABLE,
                        "The record of " + letter.id()
                                + " is no job that this version can read. A newer version may; the letter stays."));
        boolean ended = reader.outcome(request.tenant(), request.id()).isPresent();
        if (!ended) {
            return putBack(letter, request);
        }
        Optional<JobView> before = reader.look(request.tenant(), successor(request));
        return before.isPresent()
                ? Replayed.of(letter, before.get(), true)
                : Replayed.of(letter, publisher.publish(again(request, requestId), null), false);
    }

    /** It never became a job that ended: its record is as good as new. */
    private Replayed putBack(DeadLetterRecord letter, JobRequest request) {
        byte[] value = Objects.requireNonNull(letter.content().value());
        log.append(letter.content().topic(), request.id().value(), value, Map.of());
        JobState state =
                reader.look(request.tenant(), request.id()).map(JobView::state).orElse(JobState.QUEUED);
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

    /** As much time as it had. */
    private static @Nullable Instant deadline(JobRequest request, Instant now) {
        Instant expiry = request.expiresAt();
        return expiry == null ? null : now.plus(Duration.between(request.createdAt(), expiry));
    }
}
