package io.darkroom.platform.redis;

/** Redis did not answer. The caller goes on without the view, or tells the client to come back. */
public final class RedisUnavailableException extends RuntimeException {
    public RedisUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
