package io.darkroom.worker.intake;

/** A consumer cannot be used any more; a new one may work. */
public final class SourceBrokenException extends RuntimeException {
    public SourceBrokenException(String message, Throwable cause) {
        super(message, cause);
    }
}
