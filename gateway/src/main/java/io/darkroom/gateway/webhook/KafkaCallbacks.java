package io.darkroom.gateway.webhook;

import io.darkroom.contracts.callback.Delivery;
import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.wire.Json;
import io.darkroom.gateway.channel.ChannelGate;
import io.darkroom.gateway.channel.Channels;
import io.darkroom.gateway.channel.KafkaSender;
import io.darkroom.gateway.runtime.RolesConfig;
import io.darkroom.platform.kafka.KafkaTraceHeaders;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/** Turns events into deliveries. Offsets are committed once the deliveries of all earlier events are acknowledged. */
@Singleton
public class KafkaCallbacks {
    private static final Logger LOG = Logger.getLogger(KafkaCallbacks.class);

    private final KafkaEndpoints endpoints;
    private final CallbackPlan plan;
    private final KafkaSender<Delivery> deliveries;
    private final ChannelGate gate;
    private final ExecutorService threads;
    private final boolean active;

    KafkaCallbacks(
            KafkaEndpoints endpoints,
            KafkaSender<Delivery> deliveries,
            ChannelGate gate,
            @VirtualThreads ExecutorService threads,
            RolesConfig roles) {
        this.endpoints = endpoints;
        this.plan = new CallbackPlan(endpoints.known());
        this.deliveries = deliveries;
        this.gate = gate;
        this.threads = threads;
        this.active = RolesConfig.Role.WEBHOOKS.isOneOf(roles);
    }

    /** Until all endpoints are known, deliveries would be created for some of them only. */
    @Scheduled(every = "1s", skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    void openWhenEndpointsAreKnown() {
        gate.set(Channels.CALLBACKS, active && endpoints.caughtUp());
    }

    @Incoming(Channels.CALLBACKS)
    Uni<Void> forward(ConsumerRecords<String, byte[]> batch) {
        return Uni.createFrom()
                .item(() -> planned(batch))
                .runSubscriptionOn(threads)
                .chain(deliveries::sendUntilAcknowledged);
    }

    private List<KafkaSender.Outgoing<Delivery>> planned(ConsumerRecords<String, byte[]> batch) {
        List<KafkaSender.Outgoing<Delivery>> planned = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> entry : batch) {
            Map<String, String> trace = KafkaTraceHeaders.of(entry.headers());
            planned(entry).forEach(delivery -> planned.add(new KafkaSender.Outgoing<>(delivery, trace)));
        }
        return planned;
    }

    private List<Delivery> planned(ConsumerRecord<String, byte[]> entry) {
        try {
            return plan.of(Json.decode(entry.value(), JobEvent.class));
        } catch (RuntimeException e) {
            // An invalid event must not block the events of other tenants.
            LOG.errorf(
                    e, "skipping %s-%d@%d, which cannot be decoded", entry.topic(), entry.partition(), entry.offset());
            return List.of();
        }
    }
}
