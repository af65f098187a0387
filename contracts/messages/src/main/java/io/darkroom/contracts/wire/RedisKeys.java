package io.darkroom.contracts.wire;

import io.darkroom.contracts.job.JobId;

/**
 * The Redis keys that gateway and worker share. Redis is a view: all of it can be lost, and is then rebuilt from the
 * log or starts empty.
 */
public final class RedisKeys {
    /** Hash fields of {@link #job}. The gateway's projection writes them, the worker reads them. */
    public static final String FIELD_STATE = "state";

    public static final String FIELD_ATTEMPT = "attempt";
    /** Attempts that count against the limit; attempts that a shutdown interrupted do not. */
    public static final String FIELD_ATTEMPTS_CHARGED = "attempts_charged";

    public static final String WORKERS = "darkroom:worker:*";

    private RedisKeys() {}

    /** The job's view: a hash. */
    public static String job(JobId id) {
        return "darkroom:job:" + id.value();
    }

    /**
     * Exists while a cancellation is requested; workers check it before each denoising step. Set with {@link
     * #CANCEL_TTL_SECONDS}.
     */
    public static String cancel(JobId id) {
        return "darkroom:cancel:" + id.value();
    }

    public static final int CANCEL_TTL_SECONDS = 86_400;

    /**
     * Set before a worker starts the job, since the view may lag behind. Only a hint that the log has to be read. Set
     * with {@link #TRIED_TTL_SECONDS}.
     */
    public static String tried(JobId id) {
        return "darkroom:tried:" + id.value();
    }

    /** Equals the retention of the log. */
    public static final int TRIED_TTL_SECONDS = 691_200;

    /** {@code WorkerStatus} as JSON, expiring. */
    public static String worker(String workerId) {
        return "darkroom:worker:" + workerId;
    }

    /**
     * Exists while the worker is asked to stop: it acquires no more jobs, finishes those it holds and exits. Set with
     * {@link #LEAVE_TTL_SECONDS}; workers check it with each heartbeat.
     */
    public static String leave(String workerId) {
        return "darkroom:leave:" + workerId;
    }

    public static final int LEAVE_TTL_SECONDS = 10;
}
