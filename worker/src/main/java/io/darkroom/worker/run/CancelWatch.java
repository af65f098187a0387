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
 * Polls the cancel flags of all running jobs together, every few milliseconds, so that checking for a cancel costs a
 * denoising step no more than reading a field. While Redis is down, jobs continue.
 */
public final class CancelWatch implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(CancelWatch.class);
    private static final long WAIT_WHILE_DOWN_NANOS = Duration.ofSeconds(1).toNanos();

    private final CancelFlags flags;
    private final Duration period;
    private final Map<JobId, Runnable> watched = new ConcurrentHashMap<>();
    private final ScheduledExecutorService poller = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("darkroom-cancel-watch").daemon().factory());
    private long notBefore = System.nanoTime();

    /**
     * @param period interval between polls, shorter than a denoising step
     */
    public CancelWatch(CancelFlags flags, Duration period) {
        this.flags = flags;
        this.period = period;
    }

    public void start() {
        var _ = poller.scheduleWithFixedDelay(this::poll, 0, period.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Runs the callback at least once after the flag is set, on the watch's thread, until closed. */
    public Watch watch(JobId job, Runnable canceled) {
        watched.put(job, canceled);
        return () -> watched.remove(job, canceled);
    }

    /** The jobs that are running. */
    public Set<JobId> watched() {
        return Set.copyOf(watched.keySet());
    }

    /** Reads the flag now. False if Redis is down. */
    public boolean isRequested(JobId job) {
        try {
            return !flags.raised(Set.of(job)).isEmpty();
        } catch (RedisUnavailableException _) {
            return false;
        }
    }

    private void poll() {
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
            LOG.debugf("cancels cannot be read for now: %s", e.getMessage());
            notBefore = System.nanoTime() + WAIT_WHILE_DOWN_NANOS;
        } catch (RuntimeException | Error e) {
            // Anything thrown would end the schedule, and no cancel would be noticed any more.
            LOG.error("polling the cancel flags failed; it continues", e);
        }
    }

    @Override
    public void close() {
        poller.shutdownNow();
    }

    /** A job that is being watched. */
    public interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
