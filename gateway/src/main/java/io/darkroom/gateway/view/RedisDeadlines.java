package io.darkroom.gateway.view;

import io.darkroom.contracts.job.JobId;
import io.darkroom.platform.redis.RedisConnections;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.ZAddArgs;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** Jobs that have not ended, by {@link JobView#deadline}. Kept with the views, and rebuilt with them. */
@ApplicationScoped
public class RedisDeadlines {
    private final RedisConnections redis;

    RedisDeadlines(RedisConnections redis) {
        this.redis = redis;
    }

    /** Those whose deadline has passed, the earliest first, at most {@code limit}. */
    public List<JobId> passed(Instant now, int limit) {
        Range<Long> range = Range.create(0L, now.toEpochMilli());
        return redis.await(redis.commands().zrangebyscore(ViewKeys.DEADLINES, range, Limit.from(limit))).stream()
                .map(JobId::new)
                .toList();
    }

    /** It is looked at again then, or sooner if its view changes. */
    public void postpone(JobId id, Instant until) {
        redis.await(redis.commands().zadd(ViewKeys.DEADLINES, ZAddArgs.Builder.xx(), until.toEpochMilli(), id.value()));
    }

    /** Nothing is left to do for it. */
    public void forget(JobId id) {
        redis.await(redis.commands().zrem(ViewKeys.DEADLINES, id.value()));
    }
}
