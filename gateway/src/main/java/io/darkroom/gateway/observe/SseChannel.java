package io.darkroom.gateway.observe;

import io.darkroom.contracts.wire.Json;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One client's end of a stream. A send waits until the connection took it, so at most one event is buffered here; a client
 * that takes nothing for {@link #STUCK} is disconnected and may resume by its Last-Event-ID.
 */
final class SseChannel implements AutoCloseable {
    private static final Duration STUCK = Duration.ofSeconds(20);

    private final SseEventSink sink;
    private final Sse sse;

    SseChannel(SseEventSink sink, Sse sse) {
        this.sink = sink;
        this.sse = sse;
    }

    boolean isOpen() {
        return !sink.isClosed();
    }

    /** False if the client is gone. */
    boolean event(@Nullable Long id, String name, Object data) {
        return event(id == null ? null : Long.toString(id), name, data);
    }

    /** False if the client is gone. */
    boolean event(@Nullable String id, String name, Object data) {
        OutboundSseEvent.Builder event = sse.newEventBuilder()
                .name(name)
                .data(String.class, new String(Json.encode(data), StandardCharsets.UTF_8));
        return send(id == null ? event : event.id(id));
    }

    /** Shows that the stream lives. */
    boolean comment(String text) {
        return send(sse.newEventBuilder().comment(text));
    }

    private boolean send(OutboundSseEvent.Builder event) {
        if (sink.isClosed()) {
            return false;
        }
        try {
            sink.send(event.build()).toCompletableFuture().get(STUCK.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException | IllegalStateException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        if (!sink.isClosed()) {
            sink.close();
        }
    }
}
