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
 * @param topic where the record came from
 * @param value the record as it was, base64 on the wire; null if it had none
 * @param memory of the worker that set it aside, at that moment; null in letters of older versions
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
        byte @Nullable [] value,
        @Nullable Memory memory) {
    public static final int SCHEMA = 1;

    /**
     * What a worker took of its machine, in bytes.
     *
     * @param heapUsed of the Java heap
     * @param heapMax most that the Java heap may grow to
     * @param residentPeak most of the process that was ever in memory, models and the device's buffers included; 0: the
     *     operating system does not tell
     */
    public record Memory(long heapUsed, long heapMax, long residentPeak) {}
}
