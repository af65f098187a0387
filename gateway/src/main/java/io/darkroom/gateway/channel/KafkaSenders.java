package io.darkroom.gateway.channel;

import io.darkroom.contracts.callback.Delivery;
import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.quota.HoldMark;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.platform.kafka.KafkaLogConfig;
import io.darkroom.platform.telemetry.metric.Meters;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.reactive.messaging.Channel;

/** Produces the senders of the outgoing channels. */
final class KafkaSenders {
    private KafkaSenders() {}

    @Produces
    @Singleton
    static KafkaSender<JobEvent> events(
            @Channel(Channels.EVENTS) MutinyEmitter<byte[]> emitter, KafkaLogConfig config, Meters meters) {
        return new KafkaSender<>(emitter, Topics.EVENTS, event -> event.jobId().value(), config, meters);
    }

    @Produces
    @Singleton
    static KafkaSender<Delivery> deliveries(
            @Channel(Channels.DELIVERIES) MutinyEmitter<byte[]> emitter, KafkaLogConfig config, Meters meters) {
        return new KafkaSender<>(emitter, Topics.DELIVERIES, Delivery::id, config, meters);
    }

    /** Marks of jobs that wait or waited for their tenant's quota. */
    @Produces
    @Singleton
    static KafkaSender<HoldMark> marks(
            @Channel(Channels.MARKS) MutinyEmitter<byte[]> emitter, KafkaLogConfig config, Meters meters) {
        return new KafkaSender<>(emitter, Topics.HELD, HoldMark::tenant, config, meters);
    }
}
