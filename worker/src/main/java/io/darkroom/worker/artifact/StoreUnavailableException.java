package io.darkroom.worker.artifact;

/** The store did not do what was asked, for a reason that no job is to blame for. */
public final class StoreUnavailableException extends RuntimeException {
    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    public StoreUnavailableException(String message) {
        super(message);
    }
}
