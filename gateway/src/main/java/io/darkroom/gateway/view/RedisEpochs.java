package io.darkroom.gateway.view;

import io.darkroom.platform.redis.RedisConnections;
import io.lettuce.core.SetArgs;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;

/** The current epoch of the data in Redis, and the partitions that are rebuilt in it. */
@ApplicationScoped
public class RedisEpochs {
    /** After this time the projection has written the jobs that were accepted while Redis was unavailable. */
    private static final Duration SETTLED = Duration.ofSeconds(4);

    private final RedisConnections redis;
    private volatile int partitions = Integer.MAX_VALUE;

    RedisEpochs(RedisConnections redis) {
        this.redis = redis;
    }

    /** The current epoch; if the data was lost, a new one, on which all gateways agree. */
    public String current() {
        String epoch = redis.await(redis.commands().get(ViewKeys.EPOCH));
        if (epoch != null) {
            return epoch;
        }
        redis.await(redis.commands().set(ViewKeys.EPOCH, UUID.randomUUID().toString(), SetArgs.Builder.nx()));
        return Objects.requireNonNullElse(redis.await(redis.commands().get(ViewKeys.EPOCH)), "");
    }

    public void rebuilt(String epoch, String partition) {
        redis.await(redis.commands().hset(ViewKeys.rebuilt(epoch), partition, "1"));
    }

    /** Sets the total number of partitions, of all gateways. */
    public void partitions(int count) {
        partitions = count;
    }

    /**
     * Whether every job in the log has its view. Until then a missing view does not mean that the job does not exist.
     * Also false for a while after an outage of Redis without data loss, since jobs may have been accepted meanwhile.
     */
    public boolean complete() {
        if (redis.failedWithin(SETTLED)) {
            return false;
        }
        String epoch = redis.await(redis.commands().get(ViewKeys.EPOCH));
        return epoch != null && redis.await(redis.commands().hlen(ViewKeys.rebuilt(epoch))) >= partitions;
    }
}
