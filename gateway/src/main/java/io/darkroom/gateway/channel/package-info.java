/**
 * SmallRye channels to and from Kafka, for stateless flows that turn an incoming batch into records of another topic.
 * {@link io.darkroom.gateway.channel.KafkaSender} sends; {@link io.darkroom.gateway.channel.ChannelGate} controls when
 * an incoming channel may read; {@link io.darkroom.gateway.channel.KafkaBatchCommit} commits a batch once the resulting
 * records are acknowledged. Flows that need positions, epochs or state use a plain consumer. Kafka owns all data.
 *
 * <p>A channel that fails is closed permanently, which only the liveness check shows. So no method here propagates a
 * failure to its channel: it retries until the brokers are available again, and the batch is committed after that.
 */
@NullMarked
package io.darkroom.gateway.channel;

import org.jspecify.annotations.NullMarked;
