package io.darkroom.worker.intake;

import io.darkroom.platform.kafka.KafkaClientSettings;
import java.time.Duration;

/**
 * @param cells topics of each lane that a slot draws from; 1
 * @param callTimeout of one call to the broker; 5 s
 * @param assumedLockTime until the broker has told the real one; Kafka's default is 30 s
 */
public record KafkaSettings(KafkaClientSettings client, int cells, Duration callTimeout, Duration assumedLockTime) {}
