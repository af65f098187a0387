package io.darkroom.worker.view;

import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.wire.RedisKeys;
import io.darkroom.platform.redis.RedisConnections;
import io.darkroom.platform.redis.RedisUnavailableException;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Reads the hash that the gateway's projection writes, and marks of its own beside it. */
public final class RedisJobViews implements JobViews {
    private static final Logger LOG = Logger.getLogger(RedisJobViews.class);

    private final RedisConnections redis;

    public RedisJobViews(RedisConnections redis) {
        this.redis = redis;
    }

    @Override
    public Optional<JobView> find(JobId id) {
        try {
            Optional<JobView> view = parse(redis.call(commands -> commands.hgetall(RedisKeys.job(id))));
            // A view without an attempt may be older than the attempt.
            boolean behind = view.map(it -> it.attempt() == 0).orElse(true)
                    && redis.call(commands -> commands.exists(RedisKeys.tried(id))) > 0;
            return behind ? Optional.of(view.orElse(JobView.UNSEEN).tried()) : view;
        } catch (RedisUnavailableException e) {
            LOG.debugf("no view of %s: %s", id, e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void tried(JobId id) {
        try {
            redis.call(commands -> commands.setex(RedisKeys.tried(id), RedisKeys.TRIED_TTL_SECONDS, "1"));
        } catch (RedisUnavailableException e) {
            LOG.debugf("no mark that %s is tried: %s", id, e.getMessage());
        }
    }

    /** A view that cannot be read is as good as none: the log is asked instead. */
    static Optional<JobView> parse(Map<String, String> hash) {
        try {
            String state = hash.get(RedisKeys.FIELD_STATE);
            if (state == null) {
                return Optional.empty();
            }
            return Optional.of(new JobView(
                    JobState.decode(state),
                    Integer.parseInt(hash.getOrDefault(RedisKeys.FIELD_ATTEMPT, "0")),
                    Integer.parseInt(hash.getOrDefault(RedisKeys.FIELD_ATTEMPTS_CHARGED, "0"))));
        } catch (IllegalArgumentException e) {
            LOG.warnf("ignoring a view that is not one: %s", e.getMessage());
            return Optional.empty();
        }
    }
}
