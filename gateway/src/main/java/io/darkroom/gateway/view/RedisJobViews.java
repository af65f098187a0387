package io.darkroom.gateway.view;

import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.RedisKeys;
import io.darkroom.gateway.view.ViewFields.Versioned;
import io.darkroom.platform.redis.RedisConnections;
import io.darkroom.platform.redis.RedisScript;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisFuture;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Reads views from Redis, and writes them with {@code write-view.lua} unless they changed meanwhile. */
@ApplicationScoped
public class RedisJobViews {
    private static final RedisScript<Long> WRITE = RedisScript.integer(RedisJobViews.class, "write-view.lua");

    private final RedisConnections redis;
    private final ViewConfig config;
    private final Clock clock;

    RedisJobViews(RedisConnections redis, ViewConfig config, Clock clock) {
        this.redis = redis;
        this.config = config;
        this.clock = clock;
    }

    public Optional<JobView> find(JobId id) {
        return Optional.ofNullable(read(List.of(id)).get(id)).map(Versioned::view);
    }

    /** The existing views, in the order of the ids. */
    public List<JobView> findAll(Collection<JobId> ids) {
        return read(ids).values().stream().map(Versioned::view).toList();
    }

    public Map<JobId, Versioned> read(Collection<JobId> ids) {
        Map<JobId, RedisFuture<Map<String, String>>> answers = new LinkedHashMap<>();
        for (JobId id : ids) {
            answers.put(id, redis.commands().hgetall(RedisKeys.job(id)));
        }
        Map<JobId, Versioned> views = new LinkedHashMap<>();
        answers.forEach((id, answer) ->
                ViewFields.read(id, redis.await(answer)).ifPresent(versioned -> views.put(id, versioned)));
        return views;
    }

    /**
     * Creates the view of an accepted job before the projection does, with the same content.
     *
     * @param fingerprint fingerprint of the body, if it was submitted with an idempotency key
     * @param inLaneSince when its lane got it; null if it waits for its tenant's quota
     */
    public void seed(JobRequest request, @Nullable String fingerprint, @Nullable Instant inLaneSince) {
        Versioned stored = null;
        Written written;
        do {
            JobView view = JobFold.request(stored == null ? null : stored.view(), request, fingerprint, inLaneSince);
            Write write = new Write(view, stored == null ? 0 : stored.revision(), List.of());
            written = write(List.of(write), "").getFirst();
            stored = written == Written.YES
                    ? stored
                    : read(List.of(request.id())).get(request.id());
        } while (written != Written.YES);
    }

    /** Writes views in a pipeline; each write has its own result. */
    public List<Written> write(List<Write> writes, String epoch) {
        List<CompletableFuture<Long>> answers = writes.stream()
                .map(write -> WRITE.run(redis.commands(), keys(write.view()), argument(write, epoch)))
                .toList();
        return answers.stream().map(redis::await).map(Written::of).toList();
    }

    private static String[] keys(JobView view) {
        JobRequest request = view.request();
        String tenant = view.tenant();
        List<String> keys = new ArrayList<>();
        keys.add(RedisKeys.job(view.id()));
        keys.add(ViewKeys.events(view.id()));
        keys.add(ViewKeys.EPOCH);
        keys.add(ViewKeys.jobs(tenant));
        keys.add(ViewKeys.jobs(tenant, view.state()));
        keys.add(request == null ? "darkroom:waiting" : ViewKeys.waiting(request.lane()));
        keys.add(ViewKeys.feed(tenant));
        keys.add(ViewKeys.DEADLINES);
        keys.addAll(WorkKeys.keys(view));
        Arrays.stream(JobState.values())
                .filter(state -> state != view.state())
                .forEach(state -> keys.add(ViewKeys.jobs(tenant, state)));
        return keys.toArray(String[]::new);
    }

    private String argument(Write write, String epoch) {
        JobView view = write.view();
        JobRequest request = view.request();
        Map<String, Object> argument = new LinkedHashMap<>();
        argument.put("epoch", epoch);
        argument.put("revision", Long.toString(write.revision()));
        argument.put("view_ttl_ms", Long.toString(config.viewTtl().toMillis()));
        argument.put("events_ttl_ms", Long.toString(config.eventsTtl().toMillis()));
        argument.put("max_events", Integer.toString(config.maxEvents()));
        argument.put("max_feed", Integer.toString(config.maxFeed()));
        argument.put("job", view.id().value());
        argument.put(
                "created_at",
                request == null ? "" : Long.toString(request.createdAt().toEpochMilli()));
        argument.put("in_lane_since", waitsInLaneSince(view));
        argument.put("deadline", deadline(view));
        argument.put(
                "oldest", Long.toString(clock.instant().minus(config.viewTtl()).toEpochMilli()));
        argument.put("channel", ViewKeys.channel(view.id()));
        argument.put("feed_channel", ViewKeys.feedChannel(view.tenant()));
        argument.put("work", WorkKeys.work(view, clock.instant()));
        argument.put("fields", ViewFields.write(view));
        argument.put("events", write.events().stream().map(RedisJobViews::event).toList());
        return new String(Json.encode(argument), StandardCharsets.UTF_8);
    }

    private static Map<String, String> event(NumberedEvent event) {
        return Map.of("number", Long.toString(event.number()), "json", event.json(), "feed", event.feed());
    }

    private static String waitsInLaneSince(JobView view) {
        Instant since = view.inLaneSince();
        return view.state() == JobState.QUEUED && since != null ? Long.toString(since.toEpochMilli()) : "";
    }

    private static String deadline(JobView view) {
        Instant deadline = view.deadline();
        return deadline == null ? "" : Long.toString(deadline.toEpochMilli());
    }

    /** Events with a number above {@code after} that are still kept, in order, at most {@code limit}. */
    public List<NumberedEvent> events(JobId id, long after, int limit) {
        Range<String> later = Range.create((after + 1) + "-0", "+");
        return redis.await(redis.commands().xrange(ViewKeys.events(id), later, Limit.from(limit))).stream()
                .map(message -> new NumberedEvent(
                        Long.parseLong(
                                message.getId().substring(0, message.getId().indexOf('-'))),
                        Objects.requireNonNull(message.getBody().get("e"))))
                .toList();
    }

    /**
     * @param revision revision that was read; 0 if there was no view
     * @param events events that this write adds
     */
    public record Write(JobView view, long revision, List<NumberedEvent> events) {}

    public enum Written {
        YES,
        /** The view changed since it was read; read it again. */
        CONFLICT,
        /** Redis lost its data since. */
        EPOCH_ENDED;

        static Written of(long answer) {
            return answer == 1 ? YES : answer == 0 ? CONFLICT : EPOCH_ENDED;
        }
    }
}
