package io.darkroom.gateway.view;

import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.wire.RedisKeys;
import io.darkroom.gateway.platform.RedisConnections;
import io.darkroom.gateway.platform.RedisUnavailableException;
import io.darkroom.gateway.view.ViewFields.Versioned;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import org.jspecify.annotations.Nullable;

/** The views in Redis: read, and written by {@code write-view.lua} if nobody else wrote them meanwhile. */
@ApplicationScoped
public class RedisJobViews {
    private static final String SCRIPT = script();

    private final RedisConnections redis;
    private final ViewConfig config;
    private final Clock clock;

    RedisJobViews(RedisConnections redis, ViewConfig config, Clock clock) {
        this.redis = redis;
        this.config = config;
        this.clock = clock;
    }

    private static String script() {
        try (var lua = RedisJobViews.class.getResourceAsStream("write-view.lua")) {
            return new String(Objects.requireNonNull(lua).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("write-view.lua is not on the class path", e);
        }
    }

    public Optional<JobView> find(JobId id) {
        return Optional.ofNullable(read(List.of(id)).get(id)).map(Versioned::view);
    }

    /** The views that are there, in the order of the ids. */
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
     * Shows a job that was just accepted before the projector comes by; says what the projector would say.
     *
     * @param fingerprint of the body, if it came with an idempotency key
     * @param inLaneSince when its lane got it; null: it waits for its tenant's quota
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

    /** Writes all of them in one go; each has its own answer. */
    public List<Written> write(List<Write> writes, String epoch) {
        List<RedisFuture<Long>> answers = writes.stream()
                .map(write -> redis.commands()
                        .<Long>evalsha(
                                redis.commands().digest(SCRIPT),
                                ScriptOutputType.INTEGER,
                                keys(write.view()),
                                arguments(write, epoch)))
                .toList();
        List<Written> written = new ArrayList<>(writes.size());
        for (int i = 0; i < writes.size(); i++) {
            written.add(Written.of(answer(answers.get(i), writes.get(i), epoch)));
        }
        return written;
    }

    /** A Redis that restarted does not know the script any more: send it as a whole. */
    private long answer(RedisFuture<Long> answer, Write write, String epoch) {
        try {
            return redis.await(answer);
        } catch (RedisUnavailableException e) {
            if (e.getCause() instanceof RedisNoScriptException) {
                return redis.await(redis.commands()
                        .<Long>eval(SCRIPT, ScriptOutputType.INTEGER, keys(write.view()), arguments(write, epoch)));
            }
            throw e;
        }
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

    private String[] arguments(Write write, String epoch) {
        JobView view = write.view();
        JobRequest request = view.request();
        Map<String, String> fields = ViewFields.write(view);
        List<String> arguments = new ArrayList<>();
        arguments.add(epoch);
        arguments.add(Long.toString(write.revision()));
        arguments.add(Long.toString(config.viewTtl().toMillis()));
        arguments.add(Long.toString(config.eventsTtl().toMillis()));
        arguments.add(Integer.toString(config.maxEvents()));
        arguments.add(view.id().value());
        arguments.add(request == null ? "" : Long.toString(request.createdAt().toEpochMilli()));
        arguments.add(waitsInLaneSince(view));
        arguments.add(ViewKeys.channel(view.id()));
        arguments.add(Long.toString(clock.instant().minus(config.viewTtl()).toEpochMilli()));
        arguments.add(Integer.toString(config.maxFeed()));
        arguments.add(ViewKeys.feedChannel(view.tenant()));
        arguments.add(deadline(view));
        arguments.addAll(WorkKeys.arguments(view, clock.instant()));
        arguments.add(Integer.toString(fields.size()));
        fields.forEach((name, value) -> {
            arguments.add(name);
            arguments.add(value);
        });
        for (NumberedEvent event : write.events()) {
            arguments.add(Long.toString(event.number()));
            arguments.add(event.json());
            arguments.add(event.feed());
        }
        return arguments.toArray(String[]::new);
    }

    private static String waitsInLaneSince(JobView view) {
        Instant since = view.inLaneSince();
        return view.state() == JobState.QUEUED && since != null ? Long.toString(since.toEpochMilli()) : "";
    }

    private static String deadline(JobView view) {
        Instant deadline = view.deadline();
        return deadline == null ? "" : Long.toString(deadline.toEpochMilli());
    }

    /** Kept events with a number above {@code after}, in order, at most {@code limit}. */
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
     * @param revision that was read; 0: there was no view
     * @param events that this write adds
     */
    public record Write(JobView view, long revision, List<NumberedEvent> events) {}

    public enum Written {
        YES,
        /** Somebody else wrote the view; read it again. */
        CONFLICT,
        /** Redis lost its data since. */
        EPOCH_OVER;

        static Written of(long answer) {
            return answer == 1 ? YES : answer == 0 ? CONFLICT : EPOCH_OVER;
        }
    }
}
