package io.darkroom.rules.bad.contracts;

import io.darkroom.rules.bad.platform.KnowsPlanner;
import org.apache.kafka.common.TopicPartition;

/** Messages must know no module, and no client library whatever the name. */
public final class KnowsPlatform {
    KnowsPlanner above;
    TopicPartition library;
}
