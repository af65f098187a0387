package io.darkroom.worker.view;

import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.wire.RedisKeys;
import io.darkroom.platform.redis.RedisConnections;
import io.lettuce.core.KeyValue;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Flags by one MGET for all jobs. */
public final class RedisCancelFlags implements CancelFlags {
    private final RedisConnections redis;

    public RedisCancelFlags(RedisConnections redis) {
        this.redis = redis;
    }

    @Override
    public Set<JobId> raised(Collection<JobId> jobs) {
        // The watch hands in a live view of what runs: copied once, then looked at.
        List<JobId> asked = List.copyOf(jobs);
        if (asked.isEmpty()) {
            return Set.of();
        }
        String[] keys = asked.stream().map(RedisKeys::cancel).toArray(String[]::new);
        List<KeyValue<String, String>> answers = redis.call(commands -> commands.mget(keys));
        Set<JobId> raised = new HashSet<>();
        for (int i = 0; i < asked.size(); i++) {
            if (answers.get(i).hasValue()) {
                raised.add(asked.get(i));
            }
        }
        return raised;
    }
}
