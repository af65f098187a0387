package io.darkroom.gateway.platform;

/** Redis did not answer. Whoever catches it goes on without the view, or tells the client to come back. */
public final class RedisUnavailableException extends RuntimeException {
    public RedisUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
