package io.darkroom.worker.batch;

import io.darkroom.contracts.job.Priority;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the samples of the next run. Guarded by the device's lock.
 *
 * <p>Interactive jobs go before bulk ones, so they get their rows in the next run; bulk jobs fill the rows that are left. So that
 * bulk work also proceeds under constant interactive load, it is owed a tenth of the device time while both wait: once the debt is
 * as long as a run, the order is reversed for one run. Within a priority, the job goes first that would end first if all shared the
 * device evenly ({@link FairSharing}); ties go to the older one. So short jobs overtake long ones, and no job ends later than under
 * even sharing.
 */
final class BatchScheduler {
    /** Fraction of the device time that bulk work gets at least, while it waits beside interactive work. */
    static final double BULK_FLOOR = 0.1;

    /** Assumed time of a row as long as none was measured. */
    private static final double DEFAULT_ROW_NANOS = 10e6;

    private final List<JobAccount> accounts = new ArrayList<>();
    private final Map<Priority, FairSharing> sharing = new EnumMap<>(Priority.class);

    /** Best time of a row so far, by network. A mean would put jobs that arrive in a slow moment behind later ones. */
    private final Map<Denoiser, Double> rowNanos = new WeakHashMap<>();

    /** Nanoseconds of its floor that bulk work did not get since both priorities wait. */
    private double bulkDebtNanos;

    /** Whether both priorities wait. */
    private boolean contended;

    private long lastRunNanos;

    BatchScheduler() {
        for (Priority priority : Priority.values()) {
            sharing.put(priority, new FairSharing());
        }
    }

    void join(JobAccount account) {
        accounts.add(account);
    }

    void leave(JobAccount account) {
        accounts.remove(account);
        sharing(account.priority()).remove(account.virtualEnd());
    }

    List<JobAccount> accounts() {
        return accounts;
    }

    /** A job has more samples to run; called before they are added to its account. */
    void submitted(JobAccount account, List<RunningSample> samples) {
        long rows = 0;
        for (RunningSample sample : samples) {
            rows += sample.rowsToCome();
        }
        FairSharing fair = sharing(account.priority());
        if (!account.isWaiting()) {
            fair.remove(account.virtualEnd());
            account.setVirtualEnd(0);
        }
        account.setVirtualEnd(fair.add(account.virtualEnd(), work(account.denoiser(), rows)));
    }

    private double work(Denoiser denoiser, long rows) {
        return rows * rowNanos.getOrDefault(denoiser, DEFAULT_ROW_NANOS);
    }

    private FairSharing sharing(Priority priority) {
        return sharing.computeIfAbsent(priority, _ -> new FairSharing());
    }

    /** The next run; null if no sample waits. */
    @Nullable
    Batch next() {
        List<JobAccount> interactive = waiting(Priority.INTERACTIVE);
        List<JobAccount> bulk = waiting(Priority.BULK);
        contended = !interactive.isEmpty() && !bulk.isEmpty();
        if (!contended) {
            bulkDebtNanos = 0;
        }
        boolean bulkFirst = interactive.isEmpty() || contended && bulkDebtNanos > 0 && bulkDebtNanos >= lastRunNanos;
        List<JobAccount> first = bulkFirst ? bulk : interactive;
        if (first.isEmpty()) {
            return null;
        }
        Batch.Builder batch = new Batch.Builder(first.getFirst().denoiser());
        batch.add(first);
        batch.add(bulkFirst ? interactive : bulk);
        return batch.build();
    }

    private List<JobAccount> waiting(Priority priority) {
        List<JobAccount> waiting = new ArrayList<>();
        for (JobAccount account : accounts) {
            if (account.priority() == priority && account.isWaiting()) {
                waiting.add(account);
            }
        }
        if (waiting.isEmpty()) {
            sharing(priority).clear();
        } else if (waiting.size() > 1) {
            waiting.sort(Comparator.comparingDouble(JobAccount::virtualEnd));
        }
        return waiting;
    }

    /**
     * Charges a run to the jobs that took part, by rows.
     *
     * @param ran false if the run had no effect
     */
    void settle(Batch batch, boolean ran, long used) {
        long bulkNanos = 0;
        int bulkRows = 0;
        for (Batch.Slice slice : batch.slices()) {
            JobAccount account = slice.sample().account();
            long part = used * slice.count() / batch.used();
            account.charge(part);
            if (account.priority() == Priority.BULK) {
                bulkNanos += part;
                bulkRows += slice.count();
            }
        }
        lastRunNanos = used;
        bulkDebtNanos = contended ? Math.max(0, bulkDebtNanos + BULK_FLOOR * used - bulkNanos) : 0;
        if (ran) {
            rowNanos.merge(batch.denoiser(), (double) used / batch.used(), Math::min);
            // In the unit in which work was added, not in measured time, which foreign load stretches.
            sharing(Priority.BULK).advance(work(batch.denoiser(), bulkRows));
            sharing(Priority.INTERACTIVE).advance(work(batch.denoiser(), batch.used() - bulkRows));
        }
    }
}
