package io.darkroom.worker.view;

/** Redis did not answer in time. */
public final class ViewUnavailableException extends RuntimeException {
    public ViewUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
