package io.darkroom.worker.report;

/** Kafka did not acknowledge a record in time. It may be stored all the same. */
public final class LogUnavailableException extends RuntimeException {
    public LogUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
