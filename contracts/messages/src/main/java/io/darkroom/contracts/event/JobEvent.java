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
 * attempt that was overtaken is stale and dropped, except {@link Finished}: there is one outcome, whoever reports it.
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
     * A worker took the job. These events are the durable ledger of attempts: they outlive broker and Redis restarts.
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
     * Denoising went on.
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
     * What an item looks like so far.
     *
     * @param data base64 of a picture of at most 32 KiB
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

    /** An artifact is in the store. It counts only once an outcome names it. */
    record OutputStored(
            int schema, JobId jobId, String tenant, int attempt, int sequence, Instant at, OutputArtifact output)
            implements JobEvent {
        @Override
        public JobState state() {
            return JobState.RUNNING;
        }
    }

    /**
     * The worker gave the job back; it waits again.
     *
     * @param reason {@code shutdown} or {@code unavailable} (do not count as attempts), or {@code transient}
     * @param message what went wrong, for operators and clients
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
        /** The worker went away in an orderly manner. */
        public static final String SHUTDOWN = "shutdown";

        /** Something that the job is not to blame for was down, e.g. the object store. */
        public static final String UNAVAILABLE = "unavailable";

        /** The broker gave the job to others while the worker was alive, e.g. after a crash of the broker. */
        public static final String LOCK_LOST = "lock_lost";

        /** This attempt failed; the next one may not. */
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

    /** The gateway raised the cancel flag. Numbered 0: it belongs to whatever attempt is under way. */
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
