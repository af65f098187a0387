package io.darkroom.platform.store;

/** The object store did not carry out a call, for a reason unrelated to the job. The state of the object is unknown. */
public final class StoreUnavailableException extends RuntimeException {
    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    public StoreUnavailableException(String message) {
        super(message);
    }
}
