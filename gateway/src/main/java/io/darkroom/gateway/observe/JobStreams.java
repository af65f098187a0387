package io.darkroom.gateway.observe;

import io.darkroom.contracts.event.JobEvent;
import io.darkroom.gateway.http.ProblemException;
import io.darkroom.gateway.view.EventDocument;
import io.darkroom.gateway.view.JobReader;
import io.darkroom.gateway.view.JobRenderer;
import io.darkroom.gateway.view.JobView;
import io.darkroom.gateway.view.NumberedEvent;
import io.darkroom.gateway.view.RedisAnnouncements;
import io.darkroom.gateway.view.RedisAnnouncements.Watch;
import io.darkroom.gateway.view.RedisJobViews;
import io.darkroom.platform.redis.RedisUnavailableException;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.List;

/**
 * Serves event streams of single jobs, each on a virtual thread. Announcements only wake the thread; events are read
 * from Redis by number, a page at a time. So no event is lost or repeated, and slow clients cause no buffering.
 */
@ApplicationScoped
public class JobStreams {
    private static final int PAGE = 64;

    /** Returned instead of a number: the stream has ended. */
    private static final long GONE = -2;

    private final RedisJobViews views;
    private final RedisAnnouncements announcements;
    private final JobReader reader;
    private final JobRenderer renderer;
    private final StreamConfig config;
    private final StreamSlots slots;

    JobStreams(
            RedisJobViews views,
            RedisAnnouncements announcements,
            JobReader reader,
            JobRenderer renderer,
            StreamSlots slots,
            StreamConfig config) {
        this.views = views;
        this.announcements = announcements;
        this.reader = reader;
        this.renderer = renderer;
        this.config = config;
        this.slots = slots;
    }

    /**
     * Streams until the job has ended or the client has disconnected.
     *
     * @param seen number of the last event that the client has; -1: none
     * @throws ProblemException {@code too_many_streams}
     */
    Multi<OutboundSseEvent> serve(JobView view, long seen, Sse sse) {
        slots.check();
        return SseChannel.open(
                sse, "stream of " + view.id().value(), config.stuck(), channel -> run(view, seen, channel));
    }

    private void run(JobView view, long seen, SseChannel channel) {
        slots.acquire();
        try {
            if (seen >= 0
                    || channel.event(
                            0L, "job.queued", renderer.renderSummary(view).queued())) {
                follow(view, Math.max(0, seen), channel);
            }
        } finally {
            slots.release();
        }
    }

    private void follow(JobView first, long seen, SseChannel channel) {
        long sent = seen;
        while (channel.isOpen()) {
            try (Watch watch = announcements.watch(first.id())) {
                while (true) {
                    sent = catchUp(first, sent, channel);
                    if (sent == GONE) {
                        return;
                    }
                    if (!watch.await(config.heartbeat()) && !channel.comment("alive")) {
                        return;
                    }
                }
            } catch (RedisUnavailableException e) {
                if (endFromStore(first, channel) || !channel.comment("waiting for the view")) {
                    return;
                }
                channel.pause(config.retry());
            }
        }
    }

    /** Sends all available events; returns the number of the last one, or {@link #GONE} if the stream has ended. */
    private long catchUp(JobView first, long seen, SseChannel channel) {
        long sent = seen;
        // Read the view first: an event that arrives after it triggers another announcement.
        JobView view = reader.find(first.tenant(), first.id()).orElse(first);
        while (true) {
            List<NumberedEvent> page = views.events(first.id(), sent, PAGE);
            for (NumberedEvent numbered : page) {
                JobEvent event = numbered.event();
                if (event instanceof JobEvent.Finished finished) {
                    end(view, finished, numbered.number(), channel);
                    return GONE;
                }
                if (!channel.event(numbered.number(), EventDocument.name(event), EventDocument.of(event, renderer))) {
                    return GONE;
                }
                sent = numbered.number();
            }
            if (page.size() < PAGE) {
                break;
            }
        }
        if (!view.state().isTerminal()) {
            return sent;
        }
        // The job has ended, but its events have expired or were all sent before.
        if (view.number() == 0 || sent < view.number()) {
            channel.event(
                    view.number() == 0 ? (Long) null : (Long) view.number(), terminal(view), renderer.render(view));
        }
        return GONE;
    }

    private void end(JobView view, JobEvent.Finished finished, long number, SseChannel channel) {
        JobView ended = view.ended(finished.outcome());
        channel.event(number, terminal(ended), renderer.render(ended));
    }

    private static String terminal(JobView view) {
        return "job." + view.state().wireName();
    }

    /** Ends the stream with the outcome from the object store, if there is one; used while Redis is unavailable. */
    private boolean endFromStore(JobView view, SseChannel channel) {
        return reader.outcome(view.tenant(), view.id())
                .map(view::ended)
                .map(ended -> channel.event((String) null, terminal(ended), renderer.render(ended)))
                .orElse(false);
    }
}
