package io.darkroom.gateway.view;

import io.darkroom.platform.redis.RedisConnections;
import io.lettuce.core.SetArgs;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;

/** Which life of the Redis data it is, and which partitions are rebuilt in it. */
@ApplicationScoped
public class RedisEpochs {
    /** By then the projection has written what was accepted while Redis was away. */
    private static final Duration SETTLED = Duration.ofSeconds(4);

    private final RedisConnections redis;
    private volatile int partitions = Integer.MAX_VALUE;

    RedisEpochs(RedisConnections redis) {
        this.redis = redis;
    }

    /** The epoch in force; if the data was lost, a new one, on which all gateways agree. */
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

    /** How many partitions there are in all, whoever reads them. */
    public void partitions(int count) {
        partitions = count;
    }

    /**
     * Whether every job that the log knows has its view. While it is not so, a missing view says nothing. Redis may come back
     * with all that it knew, and jobs were accepted meanwhile.
     */
    public boolean complete() {
        if (redis.failedWithin(SETTLED)) {
            return false;
        }
        String epoch = redis.await(redis.commands().get(ViewKeys.EPOCH));
        return epoch != null && redis.await(redis.commands().hlen(ViewKeys.rebuilt(epoch))) >= partitions;
    }
}
