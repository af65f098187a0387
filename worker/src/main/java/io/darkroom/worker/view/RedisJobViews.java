package io.darkroom.worker.view;

import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.wire.RedisKeys;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Reads the hash that the gateway's projection writes. */
public final class RedisJobViews implements JobViews {
    private static final Logger LOG = Logger.getLogger(RedisJobViews.class);

    private final RedisLink redis;

    public RedisJobViews(RedisLink redis) {
        this.redis = redis;
    }

    @Override
    public Optional<JobView> find(JobId id) {
        try {
            return parse(redis.call(commands -> commands.hgetall(RedisKeys.job(id))));
        } catch (ViewUnavailableException e) {
            LOG.debugf("no view of %s: %s", id, e.getMessage());
            return Optional.empty();
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
