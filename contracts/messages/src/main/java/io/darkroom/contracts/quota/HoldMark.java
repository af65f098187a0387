package io.darkroom.contracts.quota;

import io.darkroom.contracts.job.JobId;
import java.time.Instant;

/**
 * What became of a job that came to {@code darkroom.held}, behind the job's own record in the same partition. May be there
 * twice; the second changes nothing.
 *
 * @param schema version of this message, 1
 * @param mark {@link #RELEASED} or {@link #ENDED}
 */
public record HoldMark(int schema, JobId jobId, String tenant, String mark, Instant at) {
    public static final int SCHEMA = 1;

    /** Its lane has it. */
    public static final String RELEASED = "released";

    /** It has its outcome, whether it ran or not. */
    public static final String ENDED = "ended";

    public static HoldMark of(JobId jobId, String tenant, String mark, Instant at) {
        return new HoldMark(SCHEMA, jobId, tenant, mark, at);
    }
}
