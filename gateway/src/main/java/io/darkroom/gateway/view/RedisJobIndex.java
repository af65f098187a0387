package io.darkroom.gateway.view;

import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.job.Lane;
import io.darkroom.platform.redis.RedisConnections;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.ScoredValue;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Index of a tenant's jobs by creation time, and of the waiting jobs of each lane. */
@ApplicationScoped
public class RedisJobIndex {
    private final RedisConnections redis;

    RedisJobIndex(RedisConnections redis) {
        this.redis = redis;
    }

    /**
     * A position in the order by creation time, then id.
     *
     * @param createdAt milliseconds since the epoch
     */
    public record Place(JobId id, long createdAt) {
        boolean isBefore(Place other) {
            return createdAt < other.createdAt || (createdAt == other.createdAt && id.compareTo(other.id) < 0);
        }
    }

    /**
     * Jobs of the tenant, newest first.
     *
     * @param state null: all states
     * @param after only jobs created later; null: all
     * @param from only positions before this one; null: from the newest
     */
    public List<Place> page(
            String tenant, @Nullable JobState state, @Nullable Instant after, @Nullable Place from, int limit) {
        String key = state == null ? ViewKeys.jobs(tenant) : ViewKeys.jobs(tenant, state);
        Range<Long> range = Range.from(
                after == null ? Range.Boundary.unbounded() : Range.Boundary.excluding(after.toEpochMilli()),
                from == null ? Range.Boundary.unbounded() : Range.Boundary.including(from.createdAt()));
        // Jobs created in the same millisecond as the cursor are returned again and filtered out; request more to
        // compensate.
        int ask = limit;
        while (true) {
            List<ScoredValue<String>> found =
                    redis.await(redis.commands().zrevrangebyscoreWithScores(key, range, Limit.create(0, ask)));
            List<Place> places = found.stream()
                    .map(entry -> new Place(new JobId(entry.getValue()), (long) entry.getScore()))
                    .filter(place -> from == null || place.isBefore(from))
                    .limit(limit)
                    .toList();
            if (places.size() == limit || found.size() < ask) {
                return places;
            }
            ask *= 2;
        }
    }

    /** Number of jobs that wait in the lane before this one; empty if it is not waiting. */
    public Optional<Long> position(Lane lane, JobId id) {
        return Optional.ofNullable(redis.await(redis.commands().zrank(ViewKeys.waiting(lane), id.value())));
    }

    public Waiting waiting(Lane lane) {
        var commands = redis.commands();
        var count = commands.zcard(ViewKeys.waiting(lane));
        var oldest = commands.zrangeWithScores(ViewKeys.waiting(lane), 0, 0);
        return new Waiting(
                redis.await(count),
                redis.await(oldest).stream()
                        .findFirst()
                        .map(entry -> Instant.ofEpochMilli((long) entry.getScore()))
                        .orElse(null));
    }

    /**
     * @param jobs number of waiting jobs
     * @param oldest creation time of the oldest; null if none waits
     */
    public record Waiting(long jobs, @Nullable Instant oldest) {}
}
