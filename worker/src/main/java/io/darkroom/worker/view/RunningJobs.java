package io.darkroom.worker.view;

import io.darkroom.contracts.job.JobId;
import io.darkroom.platform.redis.RedisUnavailableException;

/** What workers say of their attempts, once a second. */
public interface RunningJobs {
    /**
     * Whether the worker was alive within the last seconds and said that it makes an attempt at the job.
     *
     * @throws RedisUnavailableException if it is not known
     */
    boolean at(String worker, JobId job);
}
