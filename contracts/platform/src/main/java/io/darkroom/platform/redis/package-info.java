/**
 * The connection to Redis, for both processes. Redis holds views that may vanish: while it is away, commands fail at once with {@link
 * io.darkroom.platform.redis.RedisUnavailableException}, and callers go on without the view or tell the client to come back.
 */
@NullMarked
package io.darkroom.platform.redis;

import org.jspecify.annotations.NullMarked;
