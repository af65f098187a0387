package io.darkroom.contracts.quota;

import io.darkroom.contracts.job.JobId;
import java.time.Instant;

/**
 * Marks a job in {@code darkroom.held} as released or ended; follows the job's record in the same partition. A repeated
 * mark has no effect.
 *
 * @param schema version of this message, 1
 * @param mark {@link #RELEASED} or {@link #ENDED}
 */
public record HoldMark(int schema, JobId jobId, String tenant, String mark, Instant at) {
    public static final int SCHEMA = 1;

    /** The job was published to its lane. */
    public static final String RELEASED = "released";

    /** The job has its outcome, whether it ran or not. */
    public static final String ENDED = "ended";

    public static HoldMark of(JobId jobId, String tenant, String mark, Instant at) {
        return new HoldMark(SCHEMA, jobId, tenant, mark, at);
    }
}
