package io.darkroom.worker.run;

import io.darkroom.contracts.job.JobId;
import io.darkroom.platform.redis.RedisUnavailableException;
import io.darkroom.worker.view.CancelFlags;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Looks for the cancel flags of all running jobs together, every few milliseconds, so that a denoising step costs a run
 * no more than reading a field. While Redis is down jobs go on.
 */
public final class CancelWatch implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(CancelWatch.class);
    private static final long WAIT_WHILE_DOWN_NANOS = Duration.ofSeconds(1).toNanos();

    private final CancelFlags flags;
    private final Duration period;
    private final Map<JobId, Runnable> watched = new ConcurrentHashMap<>();
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("darkroom-cancel-watch").daemon().factory());
    private long notBefore = System.nanoTime();

    /**
     * @param period between looks, below the time of a denoising step
     */
    public CancelWatch(CancelFlags flags, Duration period) {
        this.flags = flags;
        this.period = period;
    }

    public void start() {
        var _ = looks.scheduleWithFixedDelay(this::look, 0, period.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Calls once the flag is up, on the watch's thread, at least once; until closed. */
    public Watch watch(JobId job, Runnable canceled) {
        watched.put(job, canceled);
        return () -> watched.remove(job, canceled);
    }

    /** The jobs that run now. */
    public Set<JobId> watched() {
        return Set.copyOf(watched.keySet());
    }

    /** Asks now. False if it is not known. */
    public boolean isWanted(JobId job) {
        try {
            return !flags.raised(Set.of(job)).isEmpty();
        } catch (RedisUnavailableException _) {
            return false;
        }
    }

    private void look() {
        if (watched.isEmpty() || System.nanoTime() - notBefore < 0) {
            return;
        }
        try {
            for (JobId job : flags.raised(watched.keySet())) {
                Runnable canceled = watched.get(job);
                if (canceled != null) {
                    canceled.run();
                }
            }
        } catch (RedisUnavailableException e) {
            LOG.debugf("cancels are not seen for now: %s", e.getMessage());
            notBefore = System.nanoTime() + WAIT_WHILE_DOWN_NANOS;
        } catch (RuntimeException e) {
            LOG.error("the watch for cancels goes on after a defect", e);
        }
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }

    /** One job under watch. */
    public interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
