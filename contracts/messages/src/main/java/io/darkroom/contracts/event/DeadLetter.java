package io.darkroom.contracts.event;

import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.outcome.FailureCode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job record that became a dead letter, in {@code darkroom.dead-letters} under the key of the record. Written at
 * least once: the topic may contain the same job twice.
 *
 * @param jobId null if the record could not be read
 * @param tenant null if the record could not be read
 * @param attempts attempts that counted against the job's limit
 * @param topic topic of the original record
 * @param value value of the original record, base64 on the wire; null if the record had none
 * @param memory memory use of the worker when it wrote the dead letter; null in records of older versions
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
     * Memory use of a worker process, in bytes.
     *
     * @param heapUsed used Java heap
     * @param heapMax maximum size of the Java heap
     * @param residentPeak peak resident set size of the process, including models and device buffers; 0 if the
     *     operating system does not report it
     */
    public record Memory(long heapUsed, long heapMax, long residentPeak) {}
}
