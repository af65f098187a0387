package io.darkroom.worker.view;

import io.darkroom.contracts.job.JobId;
import io.darkroom.platform.redis.RedisUnavailableException;
import java.util.Collection;
import java.util.Set;

/** Who wants to be canceled. */
public interface CancelFlags {
    /**
     * Those of the jobs whose flag is up, by one call.
     *
     * @throws RedisUnavailableException if it cannot be told
     */
    Set<JobId> raised(Collection<JobId> jobs);
}
