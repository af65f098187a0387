package io.darkroom.gateway.quota;

import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.quota.HoldMark;
import io.darkroom.gateway.quota.TenantJobs.Job;
import io.darkroom.gateway.quota.TenantJobs.Sums;
import io.darkroom.platform.kafka.OffsetLedger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * What one partition of {@code darkroom.held} says, folded: every job of its tenants that has not ended, and from where to read
 * again. Pure and single-threaded; reading again from {@link #committable} gives the same.
 */
final class QuotaQueue {
    private final Map<String, TenantJobs> tenants = new HashMap<>();
    private final OffsetLedger ledger;

    /**
     * @param position offset of the first record that will be folded
     */
    QuotaQueue(long position) {
        ledger = new OffsetLedger(position);
    }

    /**
     * A job was accepted. One that is known already, because its record is there twice, waits no second time.
     *
     * @param work predicted device ms
     */
    void job(long offset, JobId id, String tenant, long work, Instant at) {
        ledger.taken(offset);
        TenantJobs jobs = tenants.computeIfAbsent(tenant, unused -> new TenantJobs());
        if (!jobs.join(new Job(id, tenant, offset, work, at, at))) {
            ledger.settled(offset);
        }
    }

    /** It was released, or has ended. Said twice, or of a job that is unknown, it changes nothing. */
    void mark(long offset, HoldMark mark) {
        nothing(offset);
        TenantJobs jobs = tenants.get(mark.tenant());
        if (jobs == null) {
            return;
        }
        if (mark.mark().equals(HoldMark.RELEASED)) {
            jobs.released(mark.jobId(), mark.at());
        } else {
            ended(jobs, mark.jobId(), mark.tenant());
        }
    }

    /** A record that nobody understands. */
    void nothing(long offset) {
        ledger.taken(offset);
        ledger.settled(offset);
    }

    /** The job's record is not there any more. */
    void lost(Job job) {
        TenantJobs jobs = tenants.get(job.tenant());
        if (jobs != null) {
            ended(jobs, job.id(), job.tenant());
        }
    }

    private void ended(TenantJobs jobs, JobId id, String tenant) {
        Job job = jobs.ended(id);
        if (job != null) {
            ledger.settled(job.offset());
        }
        if (jobs.isEmpty()) {
            tenants.remove(tenant);
        }
    }

    /**
     * Releases all whose turn it is; they count as in flight from now on.
     *
     * @param limits device ms that a tenant may have in flight
     * @param perTenant at most so many of one tenant
     */
    List<Job> release(ToLongFunction<String> limits, int perTenant, Instant now) {
        List<Job> released = new ArrayList<>();
        tenants.forEach((tenant, jobs) -> released.addAll(jobs.release(limits.applyAsLong(tenant), perTenant, now)));
        return released;
    }

    /** Jobs in flight that were last looked at before this; they count as looked at now. */
    List<Job> toLookAt(Instant before, int perTenant, Instant now) {
        List<Job> due = new ArrayList<>();
        tenants.values().forEach(jobs -> due.addAll(jobs.toLookAt(before, perTenant, now)));
        return due;
    }

    /** The position to commit: everything before it has ended. */
    long committable() {
        return ledger.committable();
    }

    boolean hasNews() {
        return ledger.hasNews();
    }

    void committed(long position) {
        ledger.committed(position);
    }

    Map<String, Sums> byTenant() {
        Map<String, Sums> sums = new HashMap<>();
        tenants.forEach((tenant, jobs) -> sums.put(tenant, jobs.sums()));
        return sums;
    }

    Sums sums() {
        return tenants.values().stream().map(TenantJobs::sums).reduce(Sums.NONE, Sums::plus);
    }
}
