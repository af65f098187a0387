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
 * The folded state of one partition of {@code darkroom.held}: all jobs of its tenants that have not ended, and the
 * offset to commit. Pure and single-threaded; reading again from {@link #committable} gives the same state.
 */
final class QuotaQueue {
    private final Map<String, TenantJobs> tenants = new HashMap<>();
    private final OffsetLedger ledger;

    /** @param position offset of the first record to fold */
    QuotaQueue(long position) {
        ledger = new OffsetLedger(position);
    }

    /**
     * Adds an accepted job. A job that is already known because of a duplicate record is not added again.
     *
     * @param work predicted device milliseconds
     */
    void job(long offset, JobId id, String tenant, long work, Instant at) {
        ledger.add(offset);
        TenantJobs jobs = tenants.computeIfAbsent(tenant, unused -> new TenantJobs());
        if (!jobs.add(new Job(id, tenant, offset, work, at, at))) {
            ledger.settle(offset);
        }
    }

    /** Applies a mark: the job was released or has ended. Repeated marks and marks of unknown jobs have no effect. */
    void mark(long offset, HoldMark mark) {
        skip(offset);
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

    /** Skips a record that cannot be decoded. */
    void skip(long offset) {
        ledger.add(offset);
        ledger.settle(offset);
    }

    /** Removes a job whose record the log no longer contains. */
    void remove(Job job) {
        TenantJobs jobs = tenants.get(job.tenant());
        if (jobs != null) {
            ended(jobs, job.id(), job.tenant());
        }
    }

    private void ended(TenantJobs jobs, JobId id, String tenant) {
        Job job = jobs.ended(id);
        if (job != null) {
            ledger.settle(job.offset());
        }
        if (jobs.isEmpty()) {
            tenants.remove(tenant);
        }
    }

    /**
     * Releases the jobs that fit into their quotas; they count as in flight from now on.
     *
     * @param limits quota of a tenant in device milliseconds in flight
     * @param perTenant maximum number of jobs per tenant
     */
    List<Job> release(ToLongFunction<String> limits, int perTenant, Instant now) {
        List<Job> released = new ArrayList<>();
        tenants.forEach((tenant, jobs) -> released.addAll(jobs.release(limits.applyAsLong(tenant), perTenant, now)));
        return released;
    }

    /** Jobs in flight that were last checked before {@code before}; sets their time of check to {@code now}. */
    List<Job> dueForCheck(Instant before, int perTenant, Instant now) {
        List<Job> due = new ArrayList<>();
        tenants.values().forEach(jobs -> due.addAll(jobs.dueForCheck(before, perTenant, now)));
        return due;
    }

    /** The position to commit: all jobs before it have ended. */
    long committable() {
        return ledger.committable();
    }

    boolean hasUncommitted() {
        return ledger.hasUncommitted();
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
