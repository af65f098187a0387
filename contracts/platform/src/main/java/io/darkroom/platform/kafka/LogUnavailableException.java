package io.darkroom.platform.kafka;

/** Kafka did not acknowledge a record in time. The record may nevertheless be in the log. */
public final class LogUnavailableException extends RuntimeException {
    public LogUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
