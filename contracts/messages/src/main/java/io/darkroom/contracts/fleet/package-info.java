/**
 * The state of the fleet: models that workers announced (Kafka owns them) and heartbeats of live workers (in Redis,
 * expiring after seconds). Times are those of the worker's clock.
 */
@NullMarked
package io.darkroom.contracts.fleet;

import org.jspecify.annotations.NullMarked;
