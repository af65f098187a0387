package io.darkroom.platform.kafka;

import io.darkroom.platform.telemetry.metric.Meters;
import io.darkroom.platform.telemetry.trace.Tracing;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Produces the Kafka clients as beans; only those that are injected are created. */
final class KafkaBeans {
    private KafkaBeans() {}

    /** All {@code kafka.*} configuration keys, as Quarkus collects them for its own clients and channels. */
    @Produces
    @Singleton
    static KafkaClientSettings settings(@Identifier("default-kafka-broker") Map<String, Object> configured) {
        return KafkaClientSettings.of(configured);
    }

    @Produces
    @Singleton
    static KafkaLog log(
            KafkaClientSettings kafka,
            KafkaLogConfig config,
            @ConfigProperty(name = "quarkus.application.name") String clientId,
            Meters meters) {
        return new KafkaLog(kafka, clientId, config.deliveryDeadline(), config.linger(), meters);
    }

    static void close(@Disposes KafkaLog log) {
        log.close();
    }

    @Produces
    @Singleton
    static EventLog events(KafkaLog log, Tracing traces) {
        return new KafkaEventLog(log, traces);
    }
}
