package io.darkroom.gateway.quota;

import io.darkroom.gateway.quota.TenantJobs.Sums;
import io.darkroom.platform.telemetry.metric.JobMetrics;
import io.darkroom.platform.telemetry.metric.Meters;
import io.micrometer.core.instrument.Counter;
import jakarta.inject.Singleton;
import java.util.List;

/** Metrics of the partitions that this gateway owns, and the use of each tenant in Redis. */
@Singleton
class QuotaMeters {
    private final RedisQuotaUse use;
    private final Counter released;
    private volatile Sums sums = Sums.NONE;

    QuotaMeters(RedisQuotaUse use, Meters meters) {
        this.use = use;
        this.released = meters.counter(JobMetrics.QUOTA_RELEASED);
        meters.gauge(JobMetrics.QUOTA_WAITING, this, it -> it.sums.waiting());
        meters.gauge(JobMetrics.QUOTA_WAITING_WORK, this, it -> it.sums.waitingMillis() / 1e3);
        meters.gauge(JobMetrics.QUOTA_IN_FLIGHT_WORK, this, it -> it.sums.inFlightMillis() / 1e3);
    }

    void released(int jobs) {
        released.increment(jobs);
    }

    /**
     * Publishes the state of all owned partitions. Does not wait and never fails.
     *
     * @param owned empty: this gateway owns no partition
     */
    void publish(List<QuotaQueue> owned) {
        Sums all = Sums.NONE;
        for (QuotaQueue queue : owned) {
            all = all.plus(queue.sums());
            use.publish(queue.byTenant());
        }
        sums = all;
    }
}
