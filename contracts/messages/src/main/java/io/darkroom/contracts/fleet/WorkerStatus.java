package io.darkroom.contracts.fleet;

import io.darkroom.contracts.job.Lane;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A worker's heartbeat, in Redis under {@code RedisKeys#worker}, for {@link #TTL_SECONDS} seconds.
 *
 * @param slots jobs it can hold at once
 * @param busy jobs it holds
 * @param models ids of the models that it serves
 * @param warm ids of the models that are loaded; the others have to be loaded first
 * @param running ids of the jobs it is running
 * @param idleSince since when it holds no job; null while it holds one
 */
public record WorkerStatus(
        String worker,
        Instant startedAt,
        Instant at,
        List<Lane> lanes,
        int slots,
        int busy,
        List<String> models,
        List<String> warm,
        List<String> running,
        @Nullable Instant idleSince) {
    public static final int TTL_SECONDS = 5;

    public WorkerStatus {
        warm = orAll(warm, models);
        running = orNone(running);
    }

    /** Older workers do not report running jobs. */
    private static List<String> orNone(@Nullable List<String> running) {
        return running == null ? List.of() : List.copyOf(running);
    }

    /** Older workers, which do not load models on demand, have all of them in memory. */
    private static List<String> orAll(@Nullable List<String> warm, List<String> models) {
        return warm == null ? models : List.copyOf(warm);
    }
}
