/**
 * Sends webhooks. Every terminal event (and {@code job.started} where subscribed) results in one {@code Delivery} per receiver; a
 * delivery ends delivered, given up after its last try, or dropped because its endpoint was deleted or disabled.
 *
 * <pre>
 * darkroom.events ─ KafkaCallbacks ─▶ darkroom.deliveries ─ KafkaDeliveries ─▶ WebhookSender ─▶ the receiver
 *                                          ▲                      │ no 2xx
 *                                          └─ KafkaDelays ◀─ darkroom.deliveries.5s … 24h
 * </pre>
 *
 * <p>Kafka owns the deliveries; Redis only holds the attempt log, which may be lost. An offset is committed once all earlier
 * deliveries of its partition are settled, so a crash repeats a call and never loses one: delivery is at least once, always with the
 * same {@code webhook-id} and the same bytes. Receivers do not affect each other: each has its own limit of concurrent calls, and
 * deliveries beyond it wait in a delay topic. Due times are compared with this gateway's clock.
 *
 * <p>Signatures follow Standard Webhooks 1.0. The body is created once, from the event alone, and is part of the delivery.
 */
@NullMarked
package io.darkroom.gateway.webhook;

import org.jspecify.annotations.NullMarked;
