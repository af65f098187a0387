package io.darkroom.contracts.fleet;

import io.darkroom.contracts.job.Lane;
import java.time.Instant;
import java.util.List;

/**
 * A worker's sign of life, in Redis under {@code RedisKeys#worker}, for {@link #TTL_SECONDS} seconds.
 *
 * @param slots jobs it can hold at once
 * @param busy jobs it holds
 * @param models ids of the models that it serves
 */
public record WorkerStatus(
        String worker, Instant startedAt, Instant at, List<Lane> lanes, int slots, int busy, List<String> models) {
    public static final int TTL_SECONDS = 5;
}
