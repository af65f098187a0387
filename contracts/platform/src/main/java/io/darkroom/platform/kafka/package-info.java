/**
 * Clients of Kafka, for both processes: one source of client settings, the log writer, consumers that follow a topic and join again
 * by themselves, compacted topics as tables, and the order in which offsets may be committed.
 *
 * <p>Connection and security settings come from the configuration's {@code kafka.*} keys (see {@link
 * io.darkroom.platform.kafka.KafkaClientSettings}); what correctness depends on ({@code acks}, commits, acknowledgement modes) is set
 * here and cannot be configured away.
 */
@NullMarked
package io.darkroom.platform.kafka;

import org.jspecify.annotations.NullMarked;
