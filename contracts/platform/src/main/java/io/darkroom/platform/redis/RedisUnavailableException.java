package io.darkroom.platform.redis;

/** Redis did not answer. The caller continues without the view, or asks the client to retry. */
public final class RedisUnavailableException extends RuntimeException {
    public RedisUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
