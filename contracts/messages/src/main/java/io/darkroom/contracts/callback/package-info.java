/**
 * Webhooks: the endpoints that a tenant registered, and the deliveries in progress. Kafka owns both; times are set by
 * the gateway that wrote the record.
 */
@NullMarked
package io.darkroom.contracts.callback;

import org.jspecify.annotations.NullMarked;
