package io.darkroom.gateway.fleet;

import io.darkroom.contracts.fleet.WorkerStatus;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.RedisKeys;
import io.darkroom.platform.redis.RedisConnections;
import io.darkroom.platform.redis.RedisUnavailableException;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.KeyValue;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The live workers. Read from Redis at most once a second; empty while Redis is unavailable. */
@ApplicationScoped
public class RedisWorkers {
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final RedisConnections redis;
    private final Clock clock;
    private List<WorkerStatus> last = List.of();
    private Instant readAt = Instant.MIN;

    RedisWorkers(RedisConnections redis, Clock clock) {
        this.redis = redis;
        this.clock = clock;
    }

    public synchronized List<WorkerStatus> alive() {
        Instant now = clock.instant();
        if (readAt.isBefore(now.minus(FRESH))) {
            last = read();
            readAt = now;
        }
        return last;
    }

    /**
     * Whether the worker is alive and running the job.
     *
     * @throws RedisUnavailableException if Redis does not answer
     */
    public boolean isRunning(String worker, JobId job) {
        String status = redis.await(redis.commands().get(RedisKeys.worker(worker)));
        return status != null && decode(status).running().contains(job.value());
    }

    private List<WorkerStatus> read() {
        try {
            List<String> keys = keys();
            if (keys.isEmpty()) {
                return List.of();
            }
            return redis.await(redis.commands().mget(keys.toArray(String[]::new))).stream()
                    .filter(KeyValue::hasValue)
                    .map(entry -> decode(entry.getValue()))
                    .sorted(Comparator.comparing(WorkerStatus::worker))
                    .toList();
        } catch (RedisUnavailableException | Json.MalformedMessageException e) {
            return List.of();
        }
    }

    private static WorkerStatus decode(String json) {
        return Json.decode(json.getBytes(StandardCharsets.UTF_8), WorkerStatus.class);
    }

    private List<String> keys() {
        List<String> keys = new ArrayList<>();
        ScanArgs pattern = ScanArgs.Builder.matches(RedisKeys.WORKERS).limit(500);
        ScanCursor cursor = ScanCursor.INITIAL;
        do {
            KeyScanCursor<String> page = redis.await(redis.commands().scan(cursor, pattern));
            keys.addAll(page.getKeys());
            cursor = page;
        } while (!cursor.isFinished());
        return keys;
    }
}
