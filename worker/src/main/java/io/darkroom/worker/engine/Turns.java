package io.darkroom.worker.engine;

import io.darkroom.contracts.job.Priority;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is on the device. Guarded by the device's lock.
 *
 * <p>Interactive jobs go before bulk ones, so they have their rows at the next run; bulk jobs fill the rows that are left. So
 * that bulk work goes on in a rush, a tenth of the time is owed to it while both wait: once that is a run's worth, the run
 * is filled the other way round. Among equals, the share that had least of the device's time is first (start-time fair
 * queueing, Goyal et al. 1996); ties go to the older one.
 */
final class Turns {
    /** Share of the device's time that bulk work has at least, while it waits beside interactive work. */
    static final double BULK_FLOOR = 0.1;

    private final List<DeviceShare> shares = new ArrayList<>();
    private final Map<Priority, Long> clocks = new EnumMap<>(Priority.class);

    /** Nanoseconds that bulk work did not get of its floor, since both kinds wait. */
    private double owed;

    private boolean both;
    private long lastRun;

    void join(DeviceShare share) {
        catchUp(share);
        shares.add(share);
    }

    void leave(DeviceShare share) {
        shares.remove(share);
    }

    List<DeviceShare> shares() {
        return shares;
    }

    /** A share that was idle does not save up turns. */
    void catchUp(DeviceShare share) {
        share.catchUp(clocks.getOrDefault(share.priority(), 0L));
    }

    /** The next run; null if nobody waits. */
    @Nullable
    Chunk choose() {
        List<DeviceShare> interactive = waiting(Priority.INTERACTIVE);
        List<DeviceShare> bulk = waiting(Priority.BULK);
        both = !interactive.isEmpty() && !bulk.isEmpty();
        if (!both) {
            owed = 0;
        }
        boolean bulkFirst = interactive.isEmpty() || both && owed > 0 && owed >= lastRun;
        List<DeviceShare> front = bulkFirst ? bulk : interactive;
        if (front.isEmpty()) {
            return null;
        }
        DeviceShare first = front.getFirst();
        clocks.merge(first.priority(), first.served(), Math::max);
        Chunk.Filling filling = new Chunk.Filling(first.denoiser());
        filling.add(front);
        filling.add(bulkFirst ? interactive : bulk);
        return filling.chunk();
    }

    private List<DeviceShare> waiting(Priority priority) {
        return shares.stream()
                .filter(share ->
                        share.priority() == priority && !share.samples().isEmpty())
                .sorted(Comparator.comparingLong(DeviceShare::served))
                .toList();
    }

    /**
     * Charges a run to those who took part, by rows.
     *
     * @param ran false if it came to nothing
     */
    void settle(Chunk chunk, boolean ran, long used) {
        long forBulk = 0;
        for (Chunk.Slice slice : chunk.slices()) {
            DeviceShare share = slice.sample().share();
            long part = used * slice.count() / chunk.used();
            share.charge(part);
            if (ran) {
                share.ranWith(chunk.rows());
            }
            forBulk += share.priority() == Priority.BULK ? part : 0;
        }
        lastRun = used;
        owed = both ? Math.max(0, owed + BULK_FLOOR * used - forBulk) : 0;
    }
}
