package io.darkroom.gateway.webhook;

import io.darkroom.contracts.callback.Delivery;
import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.gateway.runtime.RolesConfig;
import io.darkroom.platform.kafka.KafkaClientSettings;
import io.darkroom.platform.kafka.KafkaFollower;
import io.darkroom.platform.kafka.KafkaLog;
import io.darkroom.platform.kafka.KafkaTraceHeaders;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jboss.logging.Logger;

/** Turns events into deliveries. Offsets are committed once the log has the deliveries of everything before them. */
@Singleton
public class KafkaCallbacks extends KafkaFollower {
    static final String GROUP = "darkroom.gateway.notify";

    private static final Logger LOG = Logger.getLogger(KafkaCallbacks.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final KafkaEndpoints endpoints;
    private final CallbackPlan plan;
    private final KafkaLog log;

    KafkaCallbacks(KafkaClientSettings kafka, WebhookConfig config, KafkaEndpoints endpoints, KafkaLog log) {
        super(GROUP, kafka, config.sessionTimeout());
        this.endpoints = endpoints;
        this.plan = new CallbackPlan(endpoints.known());
        this.log = log;
    }

    void start(@Observes StartupEvent event, RolesConfig roles) {
        if (RolesConfig.Role.WEBHOOKS.isOneOf(roles)) {
            begin();
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        end();
    }

    @Override
    protected void follow(KafkaConsumer<String, byte[]> consumer) throws InterruptedException {
        while (!endpoints.caughtUp() && !closed()) {
            pause();
        }
        consumer.subscribe(List.of(Topics.EVENTS));
        while (!closed()) {
            List<CompletableFuture<Void>> sends = new ArrayList<>();
            ConsumerRecords<String, byte[]> batch = consumer.poll(POLL);
            for (ConsumerRecord<String, byte[]> entry : batch) {
                for (Delivery delivery : deliveries(entry)) {
                    Map<String, String> trace = KafkaTraceHeaders.of(entry.headers());
                    sends.add(log.send(Topics.DELIVERIES, delivery.id(), Json.encode(delivery), trace));
                }
            }
            CompletableFuture.allOf(sends.toArray(CompletableFuture[]::new)).join();
            if (!batch.isEmpty()) {
                // Of the partitions that moved only: each position is a record that the broker reads at its next start.
                consumer.commitSync(batch.nextOffsets());
            }
        }
    }

    private List<Delivery> deliveries(ConsumerRecord<String, byte[]> entry) {
        try {
            return plan.of(Json.decode(entry.value(), JobEvent.class));
        } catch (RuntimeException e) {
            // One event that cannot be planned must not keep everybody else's from being called back.
            LOG.errorf(e, "%s-%d@%d is not understood and skipped", entry.topic(), entry.partition(), entry.offset());
            return List.of();
        }
    }
}
