package io.darkroom.gateway.cancel;

import io.darkroom.contracts.job.JobId;
import io.darkroom.gateway.platform.ProblemException;
import io.darkroom.gateway.platform.RedisUnavailableException;
import io.darkroom.gateway.platform.RolesConfig;
import io.darkroom.gateway.platform.StoreUnavailableException;
import io.darkroom.gateway.project.JobView;
import io.darkroom.gateway.project.RedisDeadlines;
import io.darkroom.gateway.project.RedisJobViews;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Ends jobs that wait past their deadline, also while no worker runs. Every gateway looks; the outcome has one creator, and
 * whoever comes second only tells the same end again.
 */
@ApplicationScoped
public class Deadlines {
    private static final Logger LOG = Logger.getLogger(Deadlines.class);
    private static final int BATCH = 100;

    private final RedisDeadlines deadlines;
    private final RedisJobViews views;
    private final Canceler canceler;
    private final Clock clock;
    private final DeadlineConfig config;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("deadlines").factory());

    Deadlines(RedisDeadlines deadlines, RedisJobViews views, Canceler canceler, Clock clock, DeadlineConfig config) {
        this.deadlines = deadlines;
        this.views = views;
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
            boolean allEnded;
            do {
                passed = deadlines.passed(clock.instant(), BATCH);
                allEnded = passed.stream().filter(id -> !end(id)).count() == 0;
            } while (passed.size() == BATCH && allEnded);
        } catch (RedisUnavailableException e) {
            LOG.debugf("deadlines are looked at again later: %s", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("deadlines could not be looked at, and will be again", e);
        }
    }

    /** It is forgotten only when its end is told: a crash before that repeats it. False: it is looked at again. */
    private boolean end(JobId id) {
        try {
            Optional<JobView> job = views.find(id);
            job.ifPresent(canceler::expire);
            deadlines.forget(id);
            return true;
        } catch (RedisUnavailableException | StoreUnavailableException | ProblemException e) {
            LOG.debugf("the deadline of %s is looked at again: %s", id, e.getMessage());
        } catch (RuntimeException e) {
            LOG.errorf(e, "the deadline of %s could not be kept and is looked at again", id);
        }
        return false;
    }
}
