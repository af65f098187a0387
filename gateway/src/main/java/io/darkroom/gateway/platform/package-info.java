/**
 * What every capability stands on: connections to Kafka, Redis and the object store, problem documents, request ids,
 * strict JSON, body limits, health. Knows nobody else in the gateway.
 *
 * <p>Kafka owns what was accepted, the object store owns how it ended, Redis is a view that may vanish: so a Kafka
 * failure refuses a call (503), and a Redis failure must never lose anything.
 */
@NullMarked
package io.darkroom.gateway.platform;

import org.jspecify.annotations.NullMarked;
