package io.darkroom.gateway.webhook;

import io.darkroom.contracts.callback.Delivery;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.gateway.channel.KafkaSender;
import io.darkroom.gateway.runtime.RolesConfig;
import io.darkroom.platform.kafka.KafkaClientSettings;
import io.darkroom.platform.kafka.KafkaFollower;
import io.darkroom.platform.kafka.KafkaTraceHeaders;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Returns deliveries from the delay topics when they are due. A partition is paused until its head is due; no delivery
 * is kept in memory meanwhile.
 */
@Singleton
public class KafkaDelays extends KafkaFollower {
    static final String GROUP = "darkroom.gateway.notify.delays";

    private static final Logger LOG = Logger.getLogger(KafkaDelays.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final KafkaSender<Delivery> deliveries;
    private final Clock clock;
    private final Map<TopicPartition, Instant> resting = new HashMap<>();

    KafkaDelays(KafkaClientSettings kafka, WebhookConfig config, KafkaSender<Delivery> deliveries, Clock clock) {
        super(GROUP, kafka, config.sessionTimeout());
        this.deliveries = deliveries;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event, RolesConfig roles) {
        if (RolesConfig.Role.WEBHOOKS.isOneOf(roles)) {
            start();
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stop();
    }

    @Override
    protected void follow(KafkaConsumer<String, byte[]> consumer) {
        resting.clear();
        consumer.subscribe(
                Topics.DELIVERY_DELAYS.stream().map(Topics::delayedDeliveries).toList());
        while (!stopped()) {
            var records = consumer.poll(untilNextDue());
            for (TopicPartition partition : records.partitions()) {
                forward(consumer, partition, records.records(partition));
            }
            wake(consumer);
        }
    }

    private Duration untilNextDue() {
        Instant now = clock.instant();
        return resting.values().stream()
                .map(due -> Duration.between(now, due))
                .filter(left -> left.compareTo(POLL) < 0)
                .min(Duration::compareTo)
                .map(left -> left.isPositive() ? left : Duration.ZERO)
                .orElse(POLL);
    }

    private void wake(KafkaConsumer<String, byte[]> consumer) {
        Instant now = clock.instant();
        resting.keySet().retainAll(consumer.assignment());
        resting.entrySet().removeIf(rest -> {
            boolean due = !now.isBefore(rest.getValue());
            if (due) {
                consumer.resume(List.of(rest.getKey()));
            }
            return due;
        });
    }

    private void forward(
            KafkaConsumer<String, byte[]> consumer,
            TopicPartition partition,
            List<ConsumerRecord<String, byte[]>> records) {
        Instant now = clock.instant();
        List<KafkaSender.Outgoing<Delivery>> due = new ArrayList<>();
        long done = -1;
        for (ConsumerRecord<String, byte[]> entry : records) {
            Delivery delivery = decode(entry);
            if (delivery != null) {
                Instant dueAt = delivery.dueAt();
                if (dueAt != null && now.isBefore(dueAt)) {
                    consumer.seek(partition, entry.offset());
                    consumer.pause(List.of(partition));
                    resting.put(partition, dueAt);
                    break;
                }
                due.add(new KafkaSender.Outgoing<>(delivery.due(), KafkaTraceHeaders.of(entry.headers())));
            }
            done = entry.offset() + 1;
        }
        deliveries.sendAndAwait(due);
        if (done >= 0) {
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(done)));
        }
    }

    private static @Nullable Delivery decode(ConsumerRecord<String, byte[]> entry) {
        try {
            return Json.decode(entry.value(), Delivery.class);
        } catch (Json.MalformedMessageException e) {
            LOG.errorf(
                    e, "skipping %s-%d@%d, which cannot be decoded", entry.topic(), entry.partition(), entry.offset());
            return null;
        }
    }
}
