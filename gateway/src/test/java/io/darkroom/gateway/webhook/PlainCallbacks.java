package io.darkroom.gateway.webhook;

import static org.awaitility.Awaitility.await;

import io.darkroom.contracts.callback.Delivery;
import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.platform.kafka.KafkaClientSettings;
import io.darkroom.platform.kafka.KafkaFollower;
import io.darkroom.platform.kafka.KafkaLog;
import io.darkroom.platform.kafka.KafkaTraceHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** Events to deliveries by a loop of our own over a plain consumer, as it was before the channel; for comparison. */
final class PlainCallbacks extends KafkaFollower implements AutoCloseable {
    private final CallbackPlan plan = new CallbackPlan(new Endpoints());
    private final KafkaLog log;
    private volatile boolean open;
    private volatile boolean resting;

    PlainCallbacks(KafkaClientSettings kafka, KafkaLog log) {
        super("pace.plain", kafka, Duration.ofSeconds(10));
        this.log = log;
        start();
        open(false);
    }

    /** Returns once a loop that is closed reads nothing any more. */
    void open(boolean reads) {
        open = reads;
        if (!reads) {
            await().atMost(Duration.ofMinutes(1)).until(() -> resting);
        }
    }

    @Override
    protected void follow(KafkaConsumer<String, byte[]> consumer) {
        consumer.subscribe(List.of(Topics.EVENTS));
        while (!stopped()) {
            boolean reads = open;
            if (reads) {
                consumer.resume(consumer.paused());
            } else {
                consumer.pause(consumer.assignment());
            }
            resting = !reads && !consumer.paused().isEmpty();
            ConsumerRecords<String, byte[]> batch = consumer.poll(Duration.ofMillis(reads ? 500 : 5));
            List<CompletableFuture<Void>> sends = new ArrayList<>();
            for (ConsumerRecord<String, byte[]> entry : batch) {
                for (Delivery delivery : plan.of(Json.decode(entry.value(), JobEvent.class))) {
                    sends.add(log.send(
                            Topics.DELIVERIES,
                            delivery.id(),
                            Json.encode(delivery),
                            KafkaTraceHeaders.of(entry.headers())));
                }
            }
            CompletableFuture.allOf(sends.toArray(CompletableFuture[]::new)).join();
            if (!batch.isEmpty()) {
                consumer.commitSync(batch.nextOffsets());
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }
}
