package io.darkroom.platform.store;

/** The object store did not do what was asked, for a reason that no job is to blame for. It says nothing about the object. */
public final class StoreUnavailableException extends RuntimeException {
    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    public StoreUnavailableException(String message) {
        super(message);
    }
}
