/**
 * Kafka clients, used by gateway and worker: a single source of client settings, the log writer, consumers that rejoin
 * their group after failures, compacted topics as tables, and tracking of committable offsets.
 *
 * <p>Connection and security settings come from the configuration's {@code kafka.*} keys (see {@link
 * io.darkroom.platform.kafka.KafkaClientSettings}); settings that correctness depends on ({@code acks}, commits,
 * acknowledgement modes) are fixed here and cannot be overridden. An unacknowledged write is conservatively reported as
 * unknown, never as failed.
 */
@NullMarked
package io.darkroom.platform.kafka;

import org.jspecify.annotations.NullMarked;
