package io.darkroom.platform.kafka;

/** Kafka did not acknowledge a record in time. Whether the record is in the log is unknown. */
public final class LogUnavailableException extends RuntimeException {
    public LogUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
