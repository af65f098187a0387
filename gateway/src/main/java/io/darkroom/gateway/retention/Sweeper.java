package io.darkroom.gateway.retention;

import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.contracts.outcome.OutputArtifact;
import io.darkroom.gateway.retention.RetentionConfig.Mode;
import io.darkroom.gateway.retention.RetentionRules.Cause;
import io.darkroom.gateway.retention.RetentionRules.Removal;
import io.darkroom.gateway.runtime.RolesConfig;
import io.darkroom.platform.store.JobOutcomes;
import io.darkroom.platform.store.ObjectStore;
import io.darkroom.platform.store.StoreUnavailableException;
import io.darkroom.platform.store.StoredObject;
import io.darkroom.platform.telemetry.metric.EdgeMetrics;
import io.darkroom.platform.telemetry.metric.Meters;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** Sweeps the store periodically and removes objects that are due. */
@ApplicationScoped
public class Sweeper {
    private static final Logger LOG = Logger.getLogger(Sweeper.class);

    private final ObjectStore store;
    private final JobOutcomes outcomes;
    private final RedisSweepLease lease;
    private final RetentionConfig config;
    private final RetentionRules rules;
    private final Meters meters;
    private final Clock clock;
    private final Map<Cause, AtomicLong> due = new EnumMap<>(Cause.class);
    private final CountDownLatch closing = new CountDownLatch(1);
    private long renewedAt;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("sweeper").factory());

    Sweeper(
            ObjectStore store,
            JobOutcomes outcomes,
            RedisSweepLease lease,
            RetentionConfig config,
            Meters meters,
            Clock clock) {
        this.store = store;
        this.outcomes = outcomes;
        this.lease = lease;
        this.config = config;
        this.rules = new RetentionRules(config);
        this.meters = meters;
        this.clock = clock;
        for (Cause cause : Cause.values()) {
            AtomicLong count = new AtomicLong();
            due.put(cause, count);
            meters.gauge(EdgeMetrics.RETENTION_DUE, count, AtomicLong::get, name(cause));
        }
    }

    void start(@Observes StartupEvent event, RolesConfig roles) {
        long every = config.every().toMillis();
        if (config.mode() != Mode.OFF && RolesConfig.Role.API.isOneOf(roles)) {
            var unused = thread.scheduleWithFixedDelay(this::sweepUnderLease, every, every, TimeUnit.MILLISECONDS);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        closing.countDown();
        thread.shutdownNow();
    }

    private void sweepUnderLease() {
        try {
            if (lease.acquire()) {
                sweep();
                // Not released: one sweep per interval is enough, whichever gateway makes it.
                lease.holdFor(config.every().multipliedBy(9).dividedBy(10));
            }
        } catch (LeaseLostException e) {
            LOG.info("lost the sweep lease to another gateway or Redis is unavailable; the next sweep starts over");
        } catch (StoreUnavailableException e) {
            LOG.warnf("the sweep was interrupted, the next one starts over: %s", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("the sweep failed, the next one starts over", e);
        }
    }

    /** Sweeps all objects while this gateway holds the lease. */
    void sweep() throws InterruptedException {
        renewedAt = System.nanoTime();
        Map<Cause, Long> found = new EnumMap<>(Cause.class);
        JobObjects job = null;
        int scanned = 0;
        for (StoredObject object : store.list("jobs/")) {
            scanned++;
            renewLease();
            if (job != null && !job.contains(object)) {
                remove(job, found);
                job = null;
            }
            job = job == null ? JobObjects.of(object).orElse(null) : job;
            if (job != null) {
                job.add(object);
            }
        }
        if (job != null) {
            remove(job, found);
        }
        for (StoredObject upload : store.list("uploads/")) {
            scanned++;
            renewLease();
            Optional<Removal> removal = rules.ofUpload(upload, clock.instant());
            if (removal.isPresent()) {
                remove(removal.get(), found);
            }
        }
        due.forEach((cause, count) -> count.set(found.getOrDefault(cause, 0L)));
        LOG.infof("swept %d objects, %s: %s", scanned, config.mode(), found);
    }

    private void renewLease() {
        if (System.nanoTime() - renewedAt > config.lease().toNanos() / 3) {
            if (!lease.renew()) {
                throw new LeaseLostException();
            }
            renewedAt = System.nanoTime();
        }
    }

    private void remove(JobObjects job, Map<Cause, Long> found) throws InterruptedException {
        List<Removal> removals = rules.of(job, () -> outputs(job), clock.instant());
        for (Removal removal : removals) {
            remove(removal, found);
        }
    }

    private Optional<List<OutputArtifact>> outputs(JobObjects job) {
        return outcomes.find(job.tenant(), job.id()).map(Outcome::outputs);
    }

    private void remove(Removal removal, Map<Cause, Long> found) throws InterruptedException {
        found.merge(removal.cause(), 1L, Long::sum);
        if (config.mode() != Mode.SWEEP) {
            return;
        }
        renewLease();
        store.delete(removal.key());
        meters.counter(EdgeMetrics.RETENTION_REMOVED, name(removal.cause())).increment();
        var unused = closing.await(1_000 / Math.max(1, config.perSecond()), TimeUnit.MILLISECONDS);
        if (closing.getCount() == 0) {
            throw new InterruptedException("the gateway is closing");
        }
    }

    private static String name(Cause cause) {
        return cause.name().toLowerCase(Locale.ROOT);
    }

    /** Another gateway has the lease, or Redis is unavailable. */
    private static final class LeaseLostException extends RuntimeException {
        LeaseLostException() {
            super("the sweep lease was lost", null, false, false);
        }
    }
}
