package io.darkroom.gateway.view;

import io.darkroom.contracts.job.JobId;
import io.darkroom.platform.redis.RedisConnections;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.ZAddArgs;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** Jobs that have not ended, sorted by {@link JobView#deadline}. Written and rebuilt together with the views. */
@ApplicationScoped
public class RedisDeadlines {
    private final RedisConnections redis;

    RedisDeadlines(RedisConnections redis) {
        this.redis = redis;
    }

    /** Jobs whose deadline has passed, earliest first, at most {@code limit}. */
    public List<JobId> findPassed(Instant now, int limit) {
        Range<Long> range = Range.create(0L, now.toEpochMilli());
        return redis.await(redis.commands().zrangebyscore(ViewKeys.DEADLINES, range, Limit.from(limit))).stream()
                .map(JobId::new)
                .toList();
    }

    /** Postpones the deadline; a change of the view overrides this. */
    public void postpone(JobId id, Instant until) {
        redis.await(redis.commands().zadd(ViewKeys.DEADLINES, ZAddArgs.Builder.xx(), until.toEpochMilli(), id.value()));
    }

    /** Removes the deadline. */
    public void remove(JobId id) {
        redis.await(redis.commands().zrem(ViewKeys.DEADLINES, id.value()));
    }
}
