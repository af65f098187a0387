package io.darkroom.worker.view;

import io.darkroom.contracts.fleet.WorkerStatus;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.RedisKeys;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** This worker's sign of life: written each second, gone when the worker leaves. */
public final class RedisHeartbeat implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RedisHeartbeat.class);

    private final RedisLink redis;
    private final String worker;
    private final Supplier<WorkerStatus> status;
    private final ScheduledExecutorService beats = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("darkroom-heartbeat").daemon().factory());

    public RedisHeartbeat(RedisLink redis, String worker, Supplier<WorkerStatus> status) {
        this.redis = redis;
        this.worker = worker;
        this.status = status;
    }

    public void start() {
        var _ = beats.scheduleAtFixedRate(this::beat, 0, 1, TimeUnit.SECONDS);
    }

    private void beat() {
        try {
            String json = new String(Json.encode(status.get()), StandardCharsets.UTF_8);
            redis.call(commands -> commands.setex(RedisKeys.worker(worker), WorkerStatus.TTL_SECONDS, json));
        } catch (RuntimeException e) {
            LOG.debugf("no heartbeat: %s", e.getMessage());
        }
    }

    @Override
    public void close() {
        beats.shutdownNow();
        try {
            redis.call(commands -> commands.del(RedisKeys.worker(worker)));
        } catch (ViewUnavailableException e) {
            LOG.debugf("the last heartbeat stays for %d s: %s", WorkerStatus.TTL_SECONDS, e.getMessage());
        }
    }
}
