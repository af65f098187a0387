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
 * Serves streams, each on its virtual thread. Announcements only wake it; events are read by number from the stored tail, a
 * page at a time, so nothing is missed, nothing comes twice, and a slow client makes nothing pile up.
 */
@ApplicationScoped
public class JobStreams {
    private static final int PAGE = 64;

    /** In place of a number: the stream is over. */
    private static final long GONE = -2;

    private final RedisJobViews views;
    private final RedisAnnouncements announcements;
    private final JobReader reader;
    private final JobRenderer renderer;
    private final StreamConfig config;
    private final StreamPlaces places;

    JobStreams(
            RedisJobViews views,
            RedisAnnouncements announcements,
            JobReader reader,
            JobRenderer renderer,
            StreamPlaces places,
            StreamConfig config) {
        this.views = views;
        this.announcements = announcements;
        this.reader = reader;
        this.renderer = renderer;
        this.config = config;
        this.places = places;
    }

    /**
     * The stream until the job has ended or the client is gone.
     *
     * @param seen number of the last event that the client has; -1: none
     * @throws ProblemException {@code too_many_streams}
     */
    Multi<OutboundSseEvent> serve(JobView view, long seen, Sse sse) {
        places.check();
        return SseChannel.open(
                sse, "stream of " + view.id().value(), config.stuck(), channel -> run(view, seen, channel));
    }

    private void run(JobView view, long seen, SseChannel channel) {
        places.take();
        try {
            if (seen >= 0
                    || channel.event(
                            0L, "job.queued", renderer.renderBriefly(view).queued())) {
                follow(view, Math.max(0, seen), channel);
            }
        } finally {
            places.give();
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

    /** Sends what is there; the number sent last, or {@link #GONE} if the stream is over. */
    private long catchUp(JobView first, long seen, SseChannel channel) {
        long sent = seen;
        // The view is read first: an event that comes after it is announced again.
        JobView view = reader.look(first.tenant(), first.id()).orElse(first);
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
        // It has ended, but its tail is no longer kept, or was seen to the end before.
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

    /** Without Redis there is still the outcome. */
    private boolean endFromStore(JobView view, SseChannel channel) {
        return reader.outcome(view.tenant(), view.id())
                .map(view::ended)
                .map(ended -> channel.event((String) null, terminal(ended), renderer.render(ended)))
                .orElse(false);
    }
}
