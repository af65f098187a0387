package io.darkroom.contracts.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.darkroom.contracts.job.JobContext;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.contracts.outcome.OutputArtifact;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to a job.
 *
 * <p>Order: by {@code attempt}, then by {@code sequence}, which a worker counts from 1 in each attempt. An event of an
 * attempt that a later attempt has superseded is stale and dropped, except {@link Finished}: a job has one outcome,
 * whichever process reports it.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = JobEvent.Started.class, name = "job.started"),
    @JsonSubTypes.Type(value = JobEvent.Progressed.class, name = "job.progress"),
    @JsonSubTypes.Type(value = JobEvent.Previewed.class, name = "job.preview"),
    @JsonSubTypes.Type(value = JobEvent.OutputStored.class, name = "job.output"),
    @JsonSubTypes.Type(value = JobEvent.Released.class, name = "job.released"),
    @JsonSubTypes.Type(value = JobEvent.CancelRequested.class, name = "job.canceling"),
    @JsonSubTypes.Type(value = JobEvent.Finished.class, name = "job.finished")
})
public sealed interface JobEvent {
    int SCHEMA = 1;

    int schema();

    JobId jobId();

    String tenant();

    int attempt();

    int sequence();

    Instant at();

    /** The state that the job is in after this event. */
    @JsonIgnore
    JobState state();

    /**
     * A worker acquired the job. These events are the durable record of attempts: they survive restarts of brokers and
     * Redis.
     *
     * @param context for callbacks; null in events of older versions
     */
    record Started(
            int schema,
            JobId jobId,
            String tenant,
            int attempt,
            int sequence,
            Instant at,
            String worker,
            @Nullable JobContext context)
            implements JobEvent {
        @Override
        public JobState state() {
            return JobState.LOADING;
        }
    }

    /**
     * Denoising made progress.
     *
     * @param step steps done, over all items
     * @param steps steps in all
     * @param etaMs expected time until the last step is done
     */
    record Progressed(
            int schema,
            JobId jobId,
            String tenant,
            int attempt,
            int sequence,
            Instant at,
            int step,
            int steps,
            long etaMs)
            implements JobEvent {
        @Override
        public JobState state() {
            return JobState.RUNNING;
        }
    }

    /**
     * A preview of an unfinished item.
     *
     * @param data base64 of an image of at most 32 KiB
     */
    record Previewed(
            int schema,
            JobId jobId,
            String tenant,
            int attempt,
            int sequence,
            Instant at,
            int item,
            int step,
            String contentType,
            String data)
            implements JobEvent {
        /** Larger previews are not sent. */
        public static final int MAX_BYTES = 32 * 1024;

        @Override
        public JobState state() {
            return JobState.RUNNING;
        }
    }

    /** An artifact was stored. It counts as a result only if the outcome lists it. */
    record OutputStored(
            int schema, JobId jobId, String tenant, int attempt, int sequence, Instant at, OutputArtifact output)
            implements JobEvent {
        @Override
        public JobState state() {
            return JobState.RUNNING;
        }
    }

    /**
     * The worker released the job; it is queued again.
     *
     * @param reason {@code shutdown} or {@code unavailable} (do not count as attempts), or {@code transient}
     * @param message cause, for operators and clients
     */
    record Released(
            int schema,
            JobId jobId,
            String tenant,
            int attempt,
            int sequence,
            Instant at,
            String reason,
            String message)
            implements JobEvent {
        /** The worker shut down in an orderly way. */
        public static final String SHUTDOWN = "shutdown";

        /** A dependency was unavailable, e.g. the object store. */
        public static final String UNAVAILABLE = "unavailable";

        /** The acquisition lock was lost while the worker was alive, e.g. after a broker crash. */
        public static final String LOCK_LOST = "lock_lost";

        /** This attempt failed; the next one may succeed. */
        public static final String TRANSIENT = "transient";

        @Override
        public JobState state() {
            return JobState.QUEUED;
        }

        @JsonIgnore
        public boolean countsAsAttempt() {
            return switch (reason) {
                case SHUTDOWN, UNAVAILABLE, LOCK_LOST -> false;
                default -> true;
            };
        }
    }

    /** The gateway set the cancel flag. Its sequence number is 0: it applies to the current attempt. */
    record CancelRequested(int schema, JobId jobId, String tenant, int attempt, int sequence, Instant at)
            implements JobEvent {
        @Override
        public JobState state() {
            return JobState.CANCELING;
        }
    }

    /**
     * The job ended; the outcome is already in the store.
     *
     * @param context for callbacks; null in events of older versions, which then reach the tenant's endpoints only
     */
    record Finished(
            int schema,
            JobId jobId,
            String tenant,
            int attempt,
            int sequence,
            Instant at,
            Outcome outcome,
            @Nullable JobContext context)
            implements JobEvent {
        @Override
        public JobState state() {
            return outcome.state();
        }
    }
}
