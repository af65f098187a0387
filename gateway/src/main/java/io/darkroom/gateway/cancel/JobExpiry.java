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
 * Ends jobs past their deadline, also while no worker runs: those that never started, and those that were interrupted and
 * that nobody took up again before the logs forget them. Every gateway looks; the outcome has one creator, and whoever comes
 * second only tells the same end again.
 */
@ApplicationScoped
public class JobExpiry {
    private static final Logger LOG = Logger.getLogger(JobExpiry.class);
    private static final int BATCH = 100;

    /** A job that a worker is at is looked at again after this time. */
    private static final Duration HELD = Duration.ofMinutes(1);

    private final RedisDeadlines deadlines;
    private final RedisJobViews views;
    private final RedisWorkers workers;
    private final JobCancellation canceler;
    private final Clock clock;
    private final ExpiryConfig config;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("deadlines").factory());

    JobExpiry(
            RedisDeadlines deadlines,
            RedisJobViews views,
            RedisWorkers workers,
            JobCancellation canceler,
            Clock clock,
            ExpiryConfig config) {
        this.deadlines = deadlines;
        this.views = views;
        this.workers = workers;
        this.canceler = canceler;
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
                passed = deadlines.passed(clock.instant(), BATCH);
                allDone = passed.stream().filter(id -> !end(id)).count() == 0;
            } while (passed.size() == BATCH && allDone);
        } catch (RedisUnavailableException e) {
            LOG.debugf("deadlines are looked at again later: %s", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("deadlines could not be looked at, and will be again", e);
        }
    }

    /** It is forgotten only when its end is told: a crash before that repeats it. False: it could not be looked at now. */
    private boolean end(JobId id) {
        try {
            JobView job = views.find(id).orElse(null);
            Instant deadline = job == null ? null : job.deadline();
            Instant now = clock.instant();
            if (job == null || deadline == null) {
                deadlines.forget(id);
            } else if (deadline.isAfter(now)) {
                return true; // It started meanwhile, and its view has put it off: the later entry must stay.
            } else if (job.worker() != null && workers.isAt(job.worker(), id)) {
                deadlines.postpone(id, now.plus(HELD));
            } else {
                canceler.expire(job);
                deadlines.forget(id);
            }
            return true;
        } catch (RedisUnavailableException | StoreUnavailableException | ProblemException e) {
            LOG.debugf("the deadline of %s is looked at again: %s", id, e.getMessage());
        } catch (RuntimeException e) {
            LOG.errorf(e, "the deadline of %s could not be kept and is looked at again", id);
        }
        return false;
    }
}
