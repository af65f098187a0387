package io.darkroom.contracts.wire;

import io.darkroom.contracts.job.JobId;

/**
 * Every Redis key that both sides know. Redis is a view: whatever lies here can be lost and is rebuilt from the log, or
 * starts again from empty.
 */
public final class RedisKeys {
    /** Hash fields of {@link #job}. The gateway's projection writes them, the worker reads them. */
    public static final String FIELD_STATE = "state";

    public static final String FIELD_ATTEMPT = "attempt";
    /** Attempts that count against the limit: those not given back by a shutdown. */
    public static final String FIELD_ATTEMPTS_CHARGED = "attempts_charged";

    public static final String WORKERS = "darkroom:worker:*";

    private RedisKeys() {}

    /** The job's view: a hash. */
    public static String job(JobId id) {
        return "darkroom:job:" + id.value();
    }

    /** Exists while a cancel is wanted; looked at before each denoising step. Set with {@link #CANCEL_TTL_SECONDS}. */
    public static String cancel(JobId id) {
        return "darkroom:cancel:" + id.value();
    }

    public static final int CANCEL_TTL_SECONDS = 86_400;

    /**
     * Exists once a worker was about to start the job, since the view may lag behind. Only a hint that the log has to be
     * asked. Set with {@link #TRIED_TTL_SECONDS}.
     */
    public static String tried(JobId id) {
        return "darkroom:tried:" + id.value();
    }

    /** As long as the log is kept. */
    public static final int TRIED_TTL_SECONDS = 691_200;

    /** {@code WorkerStatus} as JSON, expiring. */
    public static String worker(String workerId) {
        return "darkroom:worker:" + workerId;
    }

    /**
     * Exists while the worker should leave: it takes nothing more, ends what it holds, and goes. Set with
     * {@link #LEAVE_TTL_SECONDS}, and looked at with each sign of life.
     */
    public static String leave(String workerId) {
        return "darkroom:leave:" + workerId;
    }

    public static final int LEAVE_TTL_SECONDS = 10;
}
