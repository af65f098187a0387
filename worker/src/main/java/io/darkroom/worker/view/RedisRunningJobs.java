package io.darkroom.worker.view;

import io.darkroom.contracts.fleet.WorkerStatus;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.RedisKeys;
import io.darkroom.platform.redis.RedisConnections;
import io.darkroom.platform.redis.RedisUnavailableException;
import java.nio.charset.StandardCharsets;

/** Reads the signs of life that {@link RedisHeartbeat} writes. */
public final class RedisRunningJobs implements RunningJobs {
    private final RedisConnections redis;

    public RedisRunningJobs(RedisConnections redis) {
        this.redis = redis;
    }

    @Override
    public boolean at(String worker, JobId job) {
        String json = redis.call(commands -> commands.get(RedisKeys.worker(worker)));
        if (json == null) {
            return false;
        }
        try {
            return Json.decode(json.getBytes(StandardCharsets.UTF_8), WorkerStatus.class)
                    .running()
                    .contains(job.value());
        } catch (Json.MalformedMessageException e) {
            throw new RedisUnavailableException("the status of worker " + worker + " cannot be read", e);
        }
    }
}
