package io.darkroom.gateway.observe;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.sse.OutboundSseEvent;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.resteasy.reactive.server.jaxrs.SseImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that reads slowly, not at all, or goes away. */
@Timeout(30)
class SseChannelTest {
    /** A connection that accepts an event when the test requests it. */
    private static final class Connection implements Subscriber<OutboundSseEvent> {
        final List<String> taken = new CopyOnWriteArrayList<>();
        final BlockingQueue<String> ends = new ArrayBlockingQueue<>(1);
        final CompletableFuture<Subscription> subscription = new CompletableFuture<>();

        @Override
        public void onSubscribe(Subscription given) {
            subscription.complete(given);
        }

        @Override
        public void onNext(OutboundSseEvent event) {
            taken.add(Objects.requireNonNull(event.getName()));
        }

        @Override
        public void onError(Throwable failure) {
            ends.add("error " + failure);
        }

        @Override
        public void onComplete() {
            ends.add("complete");
        }
    }

    private static Connection open(Duration stuck, Consumer<SseChannel> fill) {
        Connection connection = new Connection();
        SseChannel.open(new SseImpl(), "test stream", stuck, fill).subscribe().withSubscriber(connection);
        return connection;
    }

    @Test
    void sendsNoMoreThanTheConnectionTakes() throws Exception {
        CountDownLatch second = new CountDownLatch(1);
        Connection connection = open(Duration.ofSeconds(20), channel -> {
            channel.event(1L, "one", "x");
            second.countDown();
            channel.event(2L, "two", "x");
        });
        Subscription subscription = connection.subscription.get();
        subscription.request(1);
        assertThat(second.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(connection.ends.poll(200, TimeUnit.MILLISECONDS)).isNull();
        assertThat(connection.taken).containsExactly("one");
        subscription.request(1);
        assertThat(connection.ends.poll(10, TimeUnit.SECONDS)).isEqualTo("complete");
        assertThat(connection.taken).containsExactly("one", "two");
    }

    @Test
    void endsTheStreamOfAClientThatTakesNothing() throws Exception {
        CompletableFuture<Boolean> sent = new CompletableFuture<>();
        Connection connection = open(Duration.ofMillis(50), channel -> sent.complete(channel.event(1L, "one", "x")));
        assertThat(sent.get()).as("stops sending").isFalse();
        assertThat(connection.ends.poll(10, TimeUnit.SECONDS)).isEqualTo("complete");
        assertThat(connection.taken).isEmpty();
    }

    @Test
    void wakesASenderWhenItsClientDisconnects() throws Exception {
        CompletableFuture<Boolean> sent = new CompletableFuture<>();
        Connection connection = open(Duration.ofMinutes(5), channel -> sent.complete(channel.event(1L, "one", "x")));
        connection.subscription.get().cancel();
        assertThat(sent.get()).isFalse();
        assertThat(connection.taken).isEmpty();
    }
}
