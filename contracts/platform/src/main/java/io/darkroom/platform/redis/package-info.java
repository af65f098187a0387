/**
 * Connections to Redis, used by gateway and worker. Redis holds views that may be lost: while it is unavailable,
 * commands fail immediately with {@link io.darkroom.platform.redis.RedisUnavailableException}, and callers continue
 * without the view or ask the client to retry.
 */
@NullMarked
package io.darkroom.platform.redis;

import org.jspecify.annotations.NullMarked;
