package io.darkroom.gateway.cancel;

import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.wire.RedisKeys;
import io.darkroom.platform.redis.RedisConnections;
import io.lettuce.core.SetArgs;
import jakarta.enterprise.context.ApplicationScoped;

/** The cancel flags, which workers check before each denoising step. */
@ApplicationScoped
class RedisCancelFlags {
    private final RedisConnections redis;

    RedisCancelFlags(RedisConnections redis) {
        this.redis = redis;
    }

    void raise(JobId id) {
        SetArgs expiry = SetArgs.Builder.ex(RedisKeys.CANCEL_TTL_SECONDS);
        redis.await(redis.commands().set(RedisKeys.cancel(id), "1", expiry));
    }
}
