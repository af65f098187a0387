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

/** Which jobs a tenant has, newest first, and where a job stands among those that wait. */
@ApplicationScoped
public class RedisJobIndex {
    private final RedisConnections redis;

    RedisJobIndex(RedisConnections redis) {
        this.redis = redis;
    }

    /**
     * A place in the order: creation, then id.
     *
     * @param createdAt ms since 1970
     */
    public record Place(JobId id, long createdAt) {
        boolean isBefore(Place other) {
            return createdAt < other.createdAt || (createdAt == other.createdAt && id.compareTo(other.id) < 0);
        }
    }

    /**
     * Jobs of the tenant, newest first.
     *
     * @param state null: of every state
     * @param after only jobs created later; null: all
     * @param from only places before this one; null: from the newest
     */
    public List<Place> page(
            String tenant, @Nullable JobState state, @Nullable Instant after, @Nullable Place from, int limit) {
        String key = state == null ? ViewKeys.jobs(tenant) : ViewKeys.jobs(tenant, state);
        Range<Long> range = Range.from(
                after == null ? Range.Boundary.unbounded() : Range.Boundary.excluding(after.toEpochMilli()),
                from == null ? Range.Boundary.unbounded() : Range.Boundary.including(from.createdAt()));
        // Jobs of the same millisecond as the cursor come again and are left out; ask for some more on their account.
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

    /** How many jobs of the lane wait before this one; empty if it does not wait. */
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
     * @param jobs that wait
     * @param oldest creation of the first; null if none waits
     */
    public record Waiting(long jobs, @Nullable Instant oldest) {}
}
