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
 * Whose turn it is on the device. Guarded by the device's lock.
 *
 * <p>Interactive jobs go before bulk ones, so they have their rows at the next run; bulk jobs fill the rows that are left. So
 * that bulk work goes on in a rush, a tenth of the time is owed to it while both wait: once that is a run's worth, the run
 * is filled the other way round. Among equals the one goes first that would end first if all shared the device evenly
 * ({@link FairSharing}); ties go to the older one. So short jobs pass long ones, and nobody ends later than its fair share
 * of the device would have it.
 */
final class BatchScheduler {
    /** Share of the device's time that bulk work has at least, while it waits beside interactive work. */
    static final double BULK_FLOOR = 0.1;

    /** Assumed time of a row while none was measured. */
    private static final double ROW_NANOS = 10e6;

    private final List<DeviceLease> shares = new ArrayList<>();
    private final Map<Priority, FairSharing> sharing = new EnumMap<>(Priority.class);

    /** Best time of a row that was seen, by model: a mean would put jobs that come in a slow moment behind later ones. */
    private final Map<Denoiser, Double> rowNanos = new WeakHashMap<>();

    /** Nanoseconds that bulk work did not get of its floor, since both kinds wait. */
    private double owed;

    private boolean both;
    private long lastRun;

    BatchScheduler() {
        for (Priority priority : Priority.values()) {
            sharing.put(priority, new FairSharing());
        }
    }

    void join(DeviceLease share) {
        shares.add(share);
    }

    void leave(DeviceLease share) {
        shares.remove(share);
        sharing(share.priority()).end(share.end());
    }

    List<DeviceLease> shares() {
        return shares;
    }

    /** A share has more samples to run; to be told before they are in it. */
    void submitted(DeviceLease share, List<RunningSample> samples) {
        long rows = 0;
        for (RunningSample sample : samples) {
            rows += sample.rowsToCome();
        }
        FairSharing fair = sharing(share.priority());
        if (share.samples().isEmpty()) {
            fair.end(share.end());
            share.endsAt(0);
        }
        share.endsAt(fair.add(share.end(), work(share.denoiser(), rows)));
    }

    private double work(Denoiser denoiser, long rows) {
        return rows * rowNanos.getOrDefault(denoiser, ROW_NANOS);
    }

    private FairSharing sharing(Priority priority) {
        return sharing.computeIfAbsent(priority, _ -> new FairSharing());
    }

    /** The next run; null if nobody waits. */
    @Nullable
    Batch choose() {
        List<DeviceLease> interactive = waiting(Priority.INTERACTIVE);
        List<DeviceLease> bulk = waiting(Priority.BULK);
        both = !interactive.isEmpty() && !bulk.isEmpty();
        if (!both) {
            owed = 0;
        }
        boolean bulkFirst = interactive.isEmpty() || both && owed > 0 && owed >= lastRun;
        List<DeviceLease> front = bulkFirst ? bulk : interactive;
        if (front.isEmpty()) {
            return null;
        }
        Batch.Filling filling = new Batch.Filling(front.getFirst().denoiser());
        filling.add(front);
        filling.add(bulkFirst ? interactive : bulk);
        return filling.chunk();
    }

    private List<DeviceLease> waiting(Priority priority) {
        List<DeviceLease> waiting = new ArrayList<>();
        for (DeviceLease share : shares) {
            if (share.priority() == priority && !share.samples().isEmpty()) {
                waiting.add(share);
            }
        }
        if (waiting.isEmpty()) {
            sharing(priority).clear();
        } else if (waiting.size() > 1) {
            waiting.sort(Comparator.comparingDouble(DeviceLease::end));
        }
        return waiting;
    }

    /**
     * Charges a run to those who took part, by rows.
     *
     * @param ran false if it came to nothing
     */
    void settle(Batch chunk, boolean ran, long used) {
        long forBulk = 0;
        int bulkRows = 0;
        for (Batch.Slice slice : chunk.slices()) {
            DeviceLease share = slice.sample().share();
            long part = used * slice.count() / chunk.used();
            share.charge(part);
            if (ran) {
                share.ranWith(chunk.rows());
            }
            if (share.priority() == Priority.BULK) {
                forBulk += part;
                bulkRows += slice.count();
            }
        }
        lastRun = used;
        owed = both ? Math.max(0, owed + BULK_FLOOR * used - forBulk) : 0;
        if (ran) {
            rowNanos.merge(chunk.denoiser(), (double) used / chunk.used(), Math::min);
            // In the measure in which work was added, not in time, which foreign load stretches.
            sharing(Priority.BULK).pass(work(chunk.denoiser(), bulkRows));
            sharing(Priority.INTERACTIVE).pass(work(chunk.denoiser(), chunk.used() - bulkRows));
        }
    }
}
