package io.darkroom.gateway.cancel;

import io.darkroom.contracts.job.JobId;
import io.darkroom.gateway.fleet.RedisWorkers;
import io.darkroom.gateway.http.ProblemException;
import io.darkroom.gateway.runtime.RolesConfig;
import io.darkroom.gateway.view.JobView;
import io.darkroom.gateway.view.RedisDeadlines;
import io.darkroom.gateway.view.RedisJobViews;
import io.darkroom.platform.redis.RedisUnavailableException;
import io.darkroom.platform.store.StoreUnavailableException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Ends jobs past their deadline, also while no worker is running: jobs that never started, and interrupted jobs that no
 * worker acquired again before the log deletes their records. Every gateway checks; only one of them creates the
 * outcome, and the others merely repeat its announcement.
 */
@ApplicationScoped
public class JobExpiry {
    private static final Logger LOG = Logger.getLogger(JobExpiry.class);
    private static final int BATCH = 100;

    /** A job that a worker is running is checked again after this time. */
    private static final Duration RECHECK = Duration.ofMinutes(1);

    private final RedisDeadlines deadlines;
    private final RedisJobViews views;
    private final RedisWorkers workers;
    private final JobCancellation cancellation;
    private final Clock clock;
    private final ExpiryConfig config;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("deadlines").factory());

    JobExpiry(
            RedisDeadlines deadlines,
            RedisJobViews views,
            RedisWorkers workers,
            JobCancellation cancellation,
            Clock clock,
            ExpiryConfig config) {
        this.deadlines = deadlines;
        this.views = views;
        this.workers = workers;
        this.cancellation = cancellation;
        this.clock = clock;
        this.config = config;
    }

    void start(@Observes StartupEvent event, RolesConfig roles) {
        long every = config.check().toMillis();
        if (RolesConfig.Role.API.isOneOf(roles)) {
            var unused = thread.scheduleWithFixedDelay(this::check, every, every, TimeUnit.MILLISECONDS);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        thread.shutdownNow();
    }

    private void check() {
        try {
            List<JobId> passed;
            boolean allDone;
            do {
                passed = deadlines.findPassed(clock.instant(), BATCH);
                allDone = passed.stream().filter(id -> !end(id)).count() == 0;
            } while (passed.size() == BATCH && allDone);
        } catch (RedisUnavailableException e) {
            LOG.debugf("cannot check deadlines now, retrying: %s", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("checking deadlines failed, retrying", e);
        }
    }

    /**
     * Removes the deadline only after the end was announced: after a crash before that, the call is repeated. False if
     * the job could not be checked now.
     */
    private boolean end(JobId id) {
        try {
            JobView job = views.find(id).orElse(null);
            Instant deadline = job == null ? null : job.deadline();
            Instant now = clock.instant();
            if (job == null || deadline == null) {
                deadlines.remove(id);
            } else if (deadline.isAfter(now)) {
                return true; // It has started meanwhile, and its view has postponed the deadline: keep the new entry.
            } else if (job.worker() != null && workers.isRunning(job.worker(), id)) {
                deadlines.postpone(id, now.plus(RECHECK));
            } else {
                cancellation.expire(job);
                deadlines.remove(id);
            }
            return true;
        } catch (RedisUnavailableException | StoreUnavailableException | ProblemException e) {
            LOG.debugf("cannot check the deadline of %s now, retrying: %s", id, e.getMessage());
        } catch (RuntimeException e) {
            LOG.errorf(e, "checking the deadline of %s failed, retrying", id);
        }
        return false;
    }
}
