package io.darkroom.worker.view;

import io.darkroom.contracts.fleet.WorkerStatus;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.RedisKeys;
import io.darkroom.platform.redis.RedisConnections;
import io.darkroom.platform.redis.RedisUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * This worker's sign of life: written each second, gone when the worker leaves. With it comes the look whether the fleet can
 * do without this worker.
 */
public final class RedisHeartbeat implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RedisHeartbeat.class);

    private final RedisConnections redis;
    private final String worker;
    private final Supplier<WorkerStatus> status;
    private final Runnable leave;
    private final ScheduledExecutorService beats = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("darkroom-heartbeat").daemon().factory());

    /**
     * @param leave called when this worker should leave, perhaps more than once
     */
    public RedisHeartbeat(RedisConnections redis, String worker, Supplier<WorkerStatus> status, Runnable leave) {
        this.redis = redis;
        this.worker = worker;
        this.status = status;
        this.leave = leave;
    }

    public void start() {
        // An order that an earlier worker of this name got is not for this one.
        beats.execute(() -> forget(RedisKeys.leave(worker)));
        var _ = beats.scheduleAtFixedRate(this::beat, 0, 1, TimeUnit.SECONDS);
    }

    private void beat() {
        try {
            String json = new String(Json.encode(status.get()), StandardCharsets.UTF_8);
            redis.call(commands -> commands.setex(RedisKeys.worker(worker), WorkerStatus.TTL_SECONDS, json));
            if (redis.call(commands -> commands.get(RedisKeys.leave(worker))) != null) {
                leave.run();
            }
        } catch (RuntimeException e) {
            LOG.debugf("no heartbeat: %s", e.getMessage());
        }
    }

    @Override
    public void close() {
        beats.shutdownNow();
        forget(RedisKeys.worker(worker));
    }

    private void forget(String key) {
        try {
            redis.call(commands -> commands.del(key));
        } catch (RedisUnavailableException e) {
            LOG.debugf("%s stays until it expires: %s", key, e.getMessage());
        }
    }
}
