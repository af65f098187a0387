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
 * Serves event streams of all jobs of a tenant, each on a virtual thread. As in {@link JobStreams}, announcements only
 * wake the thread and slow clients cause no buffering: a client reads the feed at its own speed, and is notified of a
 * gap if entries expired before it read them.
 */
@ApplicationScoped
public class TenantStreams {
    private static final int PAGE = 64;
    private static final Duration SKEW = Duration.ofMinutes(10);

    private final RedisFeed feed;
    private final RedisAnnouncements announcements;
    private final JobReader reader;
    private final JobRenderer renderer;
    private final StreamSlots slots;
    private final StreamConfig config;

    TenantStreams(
            RedisFeed feed,
            RedisAnnouncements announcements,
            JobReader reader,
            JobRenderer renderer,
            StreamSlots slots,
            StreamConfig config) {
        this.feed = feed;
        this.announcements = announcements;
        this.reader = reader;
        this.renderer = renderer;
        this.slots = slots;
        this.config = config;
    }

    /**
     * Streams until the client has disconnected.
     *
     * @param seen id of the last event that the client has; null: only new events
     */
    Multi<OutboundSseEvent> serve(String tenant, @Nullable FeedPosition seen, Sse sse) {
        String epoch = feed.epoch();
        FeedPosition from = seen != null ? seen : new FeedPosition(epoch, feed.end(tenant));
        slots.check();
        return SseChannel.open(
                sse, "stream of all of " + tenant, config.stuck(), channel -> run(tenant, from, channel));
    }

    private void run(String tenant, FeedPosition from, SseChannel channel) {
        slots.acquire();
        try {
            // Sent at once, so that the client knows that the stream is open before the first event.
            if (channel.comment("listening")) {
                follow(tenant, from, channel);
            }
        } finally {
            slots.release();
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
     * The position to continue from. If Redis lost its data, the feed was rebuilt with new ids: already sent events are
     * recognised by their time, and some are repeated. Expired entries are reported as a gap.
     */
    private FeedPosition resume(String tenant, FeedPosition at, SseChannel channel) {
        String epoch = feed.epoch();
        if (!at.epoch().equals(FeedPosition.abbreviate(epoch))) {
            channel.event((String) null, "stream.rebuilt", new Notice("Some events may be repeated."));
            return new FeedPosition(epoch, RedisFeed.BEGINNING, at.moment());
        }
        Optional<String> oldest = feed.oldest(tenant);
        if (oldest.isPresent() && at.isBefore(oldest.get())) {
            channel.event((String) null, "stream.gap", new Notice("Events may be missing; list the jobs instead."));
        }
        return at;
    }

    /** Sends all available entries; empty if the client has disconnected. */
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

    /**
     * After a rebuild of the feed: whether the client must have received the entry already, allowing for clock skew.
     */
    private boolean isOld(String tenant, Entry entry, FeedPosition at) {
        Instant floor = at.seenUntil();
        if (floor.equals(Instant.MIN)) {
            return false;
        }
        JobEvent event = entry.event();
        Instant happened = event != null
                ? event.at()
                : reader.find(tenant, entry.job())
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
        // The view has expired; there is nothing to send.
        Optional<JobView> view = reader.find(tenant, entry.job());
        if (view.isEmpty()) {
            return true;
        }
        JobView job = view.get();
        return entry.ended()
                ? channel.event(id, "job." + job.state().wireName(), renderer.renderSummary(job))
                : channel.event(id, "job.queued", renderer.renderSummary(job).queued());
    }

    /** Data of events about the stream itself. */
    public record Notice(String message) {}
}
