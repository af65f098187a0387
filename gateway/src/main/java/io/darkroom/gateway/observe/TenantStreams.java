package io.darkroom.gateway.observe;

import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.gateway.view.EventDocument;
import io.darkroom.gateway.view.JobReader;
import io.darkroom.gateway.view.JobRenderer;
import io.darkroom.gateway.view.JobView;
import io.darkroom.gateway.view.RedisAnnouncements;
import io.darkroom.gateway.view.RedisAnnouncements.Watch;
import io.darkroom.gateway.view.RedisFeed;
import io.darkroom.gateway.view.RedisFeed.Entry;
import io.darkroom.platform.redis.RedisUnavailableException;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Serves streams of everything that happens to a tenant's jobs, each on its virtual thread. As with one job's stream,
 * announcements only wake it and a slow client makes nothing pile up: it reads from the feed as fast as it can, and if the
 * feed went on without it, it is told of the gap.
 */
@ApplicationScoped
public class TenantStreams {
    private static final int PAGE = 64;
    private static final Duration SKEW = Duration.ofMinutes(10);

    private final RedisFeed feed;
    private final RedisAnnouncements announcements;
    private final JobReader reader;
    private final JobRenderer renderer;
    private final StreamPlaces places;
    private final StreamConfig config;

    TenantStreams(
            RedisFeed feed,
            RedisAnnouncements announcements,
            JobReader reader,
            JobRenderer renderer,
            StreamPlaces places,
            StreamConfig config) {
        this.feed = feed;
        this.announcements = announcements;
        this.reader = reader;
        this.renderer = renderer;
        this.places = places;
        this.config = config;
    }

    /**
     * The stream until the client is gone.
     *
     * @param seen the last id that the client has; null: it wants what happens from now on
     */
    Multi<OutboundSseEvent> serve(String tenant, @Nullable FeedPosition seen, Sse sse) {
        String epoch = feed.epoch();
        FeedPosition from = seen != null ? seen : new FeedPosition(epoch, feed.end(tenant));
        places.check();
        return SseChannel.open(
                sse, "stream of all of " + tenant, config.stuck(), channel -> run(tenant, from, channel));
    }

    private void run(String tenant, FeedPosition from, SseChannel channel) {
        places.take();
        try {
            // At once, so that the client knows that it is heard before anything happens.
            if (channel.comment("listening")) {
                follow(tenant, from, channel);
            }
        } finally {
            places.give();
        }
    }

    private void follow(String tenant, FeedPosition from, SseChannel channel) {
        FeedPosition at = from;
        while (channel.isOpen()) {
            try (Watch watch = announcements.watchFeed(tenant)) {
                while (true) {
                    at = resume(tenant, at, channel);
                    Optional<FeedPosition> next = catchUp(tenant, at, channel);
                    if (next.isEmpty()) {
                        return;
                    }
                    at = next.get();
                    if (!watch.await(config.heartbeat()) && !channel.comment("alive")) {
                        return;
                    }
                }
            } catch (RedisUnavailableException e) {
                if (!channel.comment("waiting for the feed")) {
                    return;
                }
                channel.pause(config.retry());
            }
        }
    }

    /**
     * Where to go on. After a loss of Redis the feed was filled anew and has other places: what was seen is found by its
     * time, and some of it comes again. What the feed no longer keeps is told as a gap.
     */
    private FeedPosition resume(String tenant, FeedPosition at, SseChannel channel) {
        String epoch = feed.epoch();
        if (!at.epoch().equals(FeedPosition.brief(epoch))) {
            channel.event((String) null, "stream.rebuilt", new Notice("Some events may come a second time."));
            return new FeedPosition(epoch, RedisFeed.BEGINNING, at.moment());
        }
        Optional<String> oldest = feed.oldest(tenant);
        if (oldest.isPresent() && at.isBefore(oldest.get())) {
            channel.event((String) null, "stream.gap", new Notice("Events may be missing here: list the jobs."));
        }
        return at;
    }

    /** Sends what is there; empty if the client is gone. */
    private Optional<FeedPosition> catchUp(String tenant, FeedPosition seen, SseChannel channel) {
        FeedPosition at = seen;
        while (true) {
            List<Entry> page = feed.after(tenant, at.place(), PAGE);
            for (Entry entry : page) {
                at = at.at(entry.place());
                if (!isOld(tenant, entry, at) && !send(tenant, entry, at.text(), channel)) {
                    return Optional.empty();
                }
            }
            if (page.size() < PAGE) {
                return Optional.of(at);
            }
        }
    }

    /** After the feed was filled anew: whether the client must have seen it, clocks that differ included. */
    private boolean isOld(String tenant, Entry entry, FeedPosition at) {
        Instant floor = at.seenUntil();
        if (floor.equals(Instant.MIN)) {
            return false;
        }
        JobEvent event = entry.event();
        Instant happened = event != null
                ? event.at()
                : reader.look(tenant, entry.job())
                        .map(view -> moment(view, entry.ended()))
                        .orElse(Instant.MAX);
        return happened.isBefore(floor.minus(SKEW));
    }

    private static Instant moment(JobView view, boolean ended) {
        Outcome outcome = view.outcome();
        JobRequest request = view.request();
        if (ended) {
            return outcome == null ? Instant.MAX : outcome.finishedAt();
        }
        return request == null ? Instant.MAX : request.createdAt();
    }

    private boolean send(String tenant, Entry entry, String id, SseChannel channel) {
        JobEvent event = entry.event();
        if (event != null) {
            return channel.event(id, EventDocument.name(event), EventDocument.of(event, renderer));
        }
        // A view that is gone has nothing to tell any more.
        Optional<JobView> view = reader.look(tenant, entry.job());
        if (view.isEmpty()) {
            return true;
        }
        JobView job = view.get();
        return entry.ended()
                ? channel.event(id, "job." + job.state().wireName(), renderer.renderBriefly(job))
                : channel.event(id, "job.queued", renderer.renderBriefly(job).queued());
    }

    /** What a stream says of itself. */
    public record Notice(String message) {}
}
