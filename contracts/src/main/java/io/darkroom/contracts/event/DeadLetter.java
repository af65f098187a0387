package io.darkroom.contracts.event;

import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.outcome.FailureCode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job that was set aside, in {@code darkroom.dead-letters} under its record's key. At least once: the same job may lie
 * there twice.
 *
 * @param jobId null if the record could not be read
 * @param tenant null if the record could not be read
 * @param attempts attempts that were charged to it
 * @param topic where the record came from; publishing {@code value} there again replays the job
 * @param value the record as it was, base64 on the wire; null if it had none
 */
public record DeadLetter(
        int schema,
        @Nullable JobId jobId,
        @Nullable String tenant,
        FailureCode code,
        String message,
        int attempts,
        String worker,
        Instant at,
        String topic,
        int partition,
        long offset,
        byte @Nullable [] value) {
    public static final int SCHEMA = 1;
}
