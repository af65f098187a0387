package io.darkroom.gateway.observe;

import io.darkroom.contracts.wire.Json;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The connection of one stream. A send waits until the connection has accepted the previous event, so at most one event
 * is buffered here; a client that accepts no event for some time is disconnected and may resume with Last-Event-ID.
 */
final class SseChannel {
    private static final Logger LOG = Logger.getLogger(SseChannel.class);
    private static final int MOST = 1 << 20;

    private final Sse sse;
    private final Subscriber<? super OutboundSseEvent> client;
    private final Duration stuck;

    /**
     * Events that the connection requests now; one more after the client has disconnected, to wake a waiting sender.
     */
    private final Semaphore wanted = new Semaphore(0);

    private final CountDownLatch left = new CountDownLatch(1);

    private volatile boolean gone;

    private SseChannel(Sse sse, Duration stuck, Subscriber<? super OutboundSseEvent> client) {
        this.sse = sse;
        this.stuck = stuck;
        this.client = client;
    }

    /**
     * Opens a stream that {@code fill} writes on a virtual thread; it ends when {@code fill} returns. The thread starts
     * after the response head was sent: otherwise two threads could write the head.
     *
     * @param stuck time without accepting an event after which a client counts as disconnected
     */
    static Multi<OutboundSseEvent> open(Sse sse, String name, Duration stuck, Consumer<SseChannel> fill) {
        return Multi.createFrom().publisher(client -> new SseChannel(sse, stuck, client).begin(name, fill));
    }

    private void begin(String name, Consumer<SseChannel> fill) {
        client.onSubscribe(new Subscription() {
            @Override
            public void request(long more) {
                wanted.release((int) Math.min(more, MOST));
            }

            @Override
            public void cancel() {
                gone = true;
                wanted.release();
                left.countDown();
            }
        });
        Thread.ofVirtual().name(name).start(() -> {
            try {
                fill.accept(this);
            } catch (RuntimeException e) {
                LOG.warnf(e, "the %s failed; its client may resume it", name);
            }
            if (!gone) {
                client.onComplete();
            }
        });
    }

    boolean isOpen() {
        return !gone;
    }

    /** False if the client has disconnected. */
    boolean event(@Nullable Long id, String name, Object data) {
        return event(id == null ? null : Long.toString(id), name, data);
    }

    /** False if the client has disconnected. */
    boolean event(@Nullable String id, String name, Object data) {
        OutboundSseEvent.Builder event = sse.newEventBuilder()
                .name(name)
                .data(String.class, new String(Json.encode(data), StandardCharsets.UTF_8));
        return send(id == null ? event : event.id(id));
    }

    /** Sends a comment, which keeps the connection open. False if the client has disconnected. */
    boolean comment(String text) {
        return send(sse.newEventBuilder().comment(text));
    }

    /** Waits so long, or until the client is gone. */
    void pause(Duration time) {
        try {
            left.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            gone = true;
        }
    }

    private boolean send(OutboundSseEvent.Builder event) {
        try {
            if (gone || !wanted.tryAcquire(stuck.toMillis(), TimeUnit.MILLISECONDS) || gone) {
                return false;
            }
            client.onNext(event.build());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
