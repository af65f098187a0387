package io.darkroom.gateway.view;

import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.wire.Json;
import io.darkroom.platform.redis.RedisConnections;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The feed of a tenant: events of all its jobs in the order in which they became known. */
@ApplicationScoped
public class RedisFeed {
    /** The position before all entries. */
    public static final String BEGINNING = "0-0";

    private final RedisConnections redis;

    RedisFeed(RedisConnections redis) {
        this.redis = redis;
    }

    /**
     * @param place id of the entry, {@code <ms>-<count>}, ascending
     * @param event null if the job was accepted or has ended
     */
    public record Entry(
            String place,
            JobId job,
            long number,
            boolean ended,
            @Nullable JobEvent event) {}

    /** Entries after this id, in order, at most {@code limit}. */
    public List<Entry> after(String tenant, String place, int limit) {
        Range<String> later = Range.from(Range.Boundary.excluding(place), Range.Boundary.unbounded());
        return redis.await(redis.commands().xrange(ViewKeys.feed(tenant), later, Limit.from(limit))).stream()
                .map(RedisFeed::entry)
                .toList();
    }

    /** The id of the last entry; {@link #BEGINNING} if the feed is empty. */
    public String end(String tenant) {
        return place(redis.await(redis.commands().xrevrange(ViewKeys.feed(tenant), Range.unbounded(), Limit.from(1))))
                .orElse(BEGINNING);
    }

    /** The id of the oldest entry; empty if there is none. */
    public Optional<String> oldest(String tenant) {
        return place(redis.await(redis.commands().xrange(ViewKeys.feed(tenant), Range.unbounded(), Limit.from(1))));
    }

    /** The epoch that the ids belong to; empty if none has started yet. */
    public String epoch() {
        return Objects.requireNonNullElse(redis.await(redis.commands().get(ViewKeys.EPOCH)), "");
    }

    private static Optional<String> place(List<StreamMessage<String, String>> messages) {
        return messages.stream().findFirst().map(StreamMessage::getId);
    }

    private static Entry entry(StreamMessage<String, String> message) {
        var body = message.getBody();
        String json = Objects.requireNonNullElse(body.get("e"), "");
        boolean ended = json.equals("end");
        return new Entry(
                message.getId(),
                new JobId(Objects.requireNonNull(body.get("j"))),
                Long.parseLong(Objects.requireNonNull(body.get("n"))),
                ended,
                json.isEmpty() || ended ? null : Json.decode(json.getBytes(StandardCharsets.UTF_8), JobEvent.class));
    }
}
