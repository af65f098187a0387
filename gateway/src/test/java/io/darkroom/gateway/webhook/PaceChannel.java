package io.darkroom.gateway.webhook;

import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** The callback channel once more, to be opened and closed by a test. */
@Singleton
@IfBuildProperty(name = "darkroom.test.pace", stringValue = "true")
class PaceChannel {
    private final KafkaCallbacks callbacks;

    PaceChannel(KafkaCallbacks callbacks) {
        this.callbacks = callbacks;
    }

    @Incoming(PaceProfile.CHANNEL)
    Uni<Void> forward(ConsumerRecords<String, byte[]> batch) {
        return callbacks.forward(batch);
    }
}
