package io.darkroom.gateway.view;

import io.darkroom.contracts.job.Lane;
import io.darkroom.platform.redis.RedisConnections;
import io.lettuce.core.KeyValue;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * The amount of work in predicted device seconds, as sums that are updated with the views, so that reading them takes
 * constant time.
 */
@ApplicationScoped
public class RedisWork {
    private final RedisConnections redis;
    private final Clock clock;

    RedisWork(RedisConnections redis, Clock clock) {
        this.redis = redis;
        this.clock = clock;
    }

    /**
     * Waiting work.
     *
     * @param seconds predicted device seconds, as of acceptance
     */
    public record Backlog(long jobs, double seconds) {}

    /** Waiting work of a lane, by model. */
    public Map<String, Backlog> waiting(Lane lane) {
        Map<String, String> fields = redis.await(redis.commands().hgetall(ViewKeys.work(lane)));
        Map<String, Backlog> found = new TreeMap<>();
        fields.forEach((name, value) -> {
            if (!name.startsWith("#")) {
                long jobs = Long.parseLong(fields.getOrDefault("#" + name, "0"));
                if (jobs > 0) {
                    found.put(name, new Backlog(jobs, Math.max(0, Long.parseLong(value)) / 1_000.0));
                }
            }
        });
        return found;
    }

    /** Jobs held by workers; some of these workers may no longer be alive. */
    public List<RunningJob> running(Lane lane) {
        return redis.await(redis.commands().hvals(ViewKeys.running(lane))).stream()
                .map(RunningJob::parse)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Submitted device seconds per second during the window, which may be at most 15 minutes. */
    public double offered(Lane lane, Duration window) {
        Instant now = clock.instant();
        String[] slices = LongStream.rangeClosed(WorkKeys.slice(now.minus(window)), WorkKeys.slice(now))
                .mapToObj(slice -> ViewKeys.offered(lane, slice))
                .toArray(String[]::new);
        long millis = redis.await(redis.commands().mget(slices)).stream()
                .filter(KeyValue::hasValue)
                .mapToLong(slice -> Long.parseLong(slice.getValue()))
                .sum();
        return (double) millis / Math.max(WorkKeys.SLICE.toMillis(), window.toMillis());
    }

    /** Ratio of actual to predicted device time over the model's recent jobs; 1 while fewer than 5 are known. */
    public double pace(String model) {
        List<long[]> paces = new ArrayList<>();
        for (String text : redis.await(redis.commands().lrange(ViewKeys.pace(model), 0, WorkKeys.PACES_KEPT - 1L))) {
            String[] sides = text.split(":", 2);
            paces.add(new long[] {Long.parseLong(sides[0]), Long.parseLong(sides[1])});
        }
        long predicted = paces.stream().mapToLong(pace -> pace[0]).sum();
        long real = paces.stream().mapToLong(pace -> pace[1]).sum();
        return paces.size() < 5 || predicted == 0 ? 1 : (double) real / predicted;
    }
}
