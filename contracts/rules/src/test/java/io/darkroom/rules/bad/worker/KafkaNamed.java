package io.darkroom.rules.bad.worker;

import org.apache.kafka.common.TopicPartition;

/** Carries the name of the library that it uses. */
final class KafkaNamed {
    TopicPartition allowed;

    static final class Nested {
        TopicPartition allowed;
    }
}
