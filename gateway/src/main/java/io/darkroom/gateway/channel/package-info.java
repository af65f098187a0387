/**
 * SmallRye channels to and from Kafka, for flows that keep nothing in memory: an incoming batch becomes records of another
 * topic. {@link io.darkroom.gateway.channel.KafkaSender} sends; {@link io.darkroom.gateway.channel.ChannelGate} says when an
 * incoming channel may read; {@link io.darkroom.gateway.channel.KafkaBatchCommit} commits a batch once what follows from it
 * is acknowledged. What needs positions, epochs or a fold stays with a plain consumer.
 *
 * <p>A channel that fails is closed for good and only the liveness check shows it. So nothing here hands a failure to its
 * channel: a method of a channel retries until the brokers are back, and the batch is committed after that.
 */
@NullMarked
package io.darkroom.gateway.channel;

import org.jspecify.annotations.NullMarked;
