package io.darkroom.worker.intake;

import io.darkroom.platform.kafka.KafkaClientSettings;
import java.time.Duration;

/**
 * @param cells topics of each lane that a slot acquires from; 1
 * @param callTimeout of one call to the broker; 5 s
 * @param assumedLockTime used until the broker has sent the real one; Kafka's default is 30 s
 */
public record KafkaSettings(KafkaClientSettings client, int cells, Duration callTimeout, Duration assumedLockTime) {}
