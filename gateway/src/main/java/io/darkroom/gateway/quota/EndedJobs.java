package io.darkroom.gateway.quota;

import io.darkroom.contracts.quota.HoldMark;
import io.darkroom.gateway.quota.TenantJobs.Job;
import io.darkroom.gateway.view.JobReader;
import io.darkroom.gateway.view.JobView;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Finds jobs in flight whose end mark is missing. Jobs that cannot be checked now are checked again later. */
@ApplicationScoped
class EndedJobs {
    private static final Logger LOG = Logger.getLogger(EndedJobs.class);

    /** Time limit of one check, since jobs wait for their release meanwhile. */
    private static final Duration TIME_LIMIT = Duration.ofMillis(300);

    private final JobReader reader;
    private final Duration forget;

    EndedJobs(JobReader reader, QuotaConfig config) {
        this.reader = reader;
        this.forget = config.forget();
    }

    List<HoldMark> find(List<Job> inFlight, Instant now) {
        long begun = System.nanoTime();
        List<HoldMark> ended = new ArrayList<>();
        for (Job job : inFlight) {
            if (System.nanoTime() - begun > TIME_LIMIT.toNanos()) {
                break;
            }
            if (job.since().plus(forget).isBefore(now)) {
                LOG.warnf(
                        "%s has been in flight since %s and no longer counts against its quota", job.id(), job.since());
                ended.add(mark(job, now));
            } else if (hasEnded(job)) {
                ended.add(mark(job, now));
            }
        }
        return ended;
    }

    private boolean hasEnded(Job job) {
        try {
            Optional<JobView> view = reader.find(job.tenant(), job.id());
            return view.isPresent() && view.get().state().isTerminal();
        } catch (RuntimeException e) {
            LOG.debugf("cannot check %s now, retrying later: %s", job.id(), e.getMessage());
            return false;
        }
    }

    private static HoldMark mark(Job job, Instant now) {
        return HoldMark.of(job.id(), job.tenant(), HoldMark.ENDED, now);
    }
}
