/**
 * Calls clients back. Every terminal event (and {@code job.started} for those who ask) becomes one {@code Delivery} for
 * each receiver; a delivery ends delivered, given up after its last try, or dropped because its receiver is gone.
 *
 * <pre>
 * darkroom.events ─ KafkaCallbacks ─▶ darkroom.deliveries ─ KafkaDeliveries ─▶ WebhookSender ─▶ the receiver
 *                                          ▲                      │ no 2xx
 *                                          └─ KafkaDelays ◀─ darkroom.deliveries.5s … 24h
 * </pre>
 *
 * <p>Kafka owns the deliveries; Redis holds only the log of attempts and may be lost. An offset is committed once every
 * earlier delivery of its partition is settled, so a crash repeats a call and never loses one: at least once, always with the
 * same {@code webhook-id} and the same bytes. Receivers are apart from each other: each has its own limit of calls under
 * way, and what goes beyond it waits in a delay topic and not in front of others.
 *
 * <p>Signatures follow Standard Webhooks 1.0. The body is made once, from the event alone, and travels with the delivery.
 */
@NullMarked
package io.darkroom.gateway.webhook;

import org.jspecify.annotations.NullMarked;
