package io.darkroom.worker.intake;

/** A consumer cannot go on; a new one may. */
public final class SourceBrokenException extends RuntimeException {
    public SourceBrokenException(String message, Throwable cause) {
        super(message, cause);
    }
}
