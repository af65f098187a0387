package io.darkroom.gateway.platform;

/** The object store did not do what was asked, and not because of what was asked. */
public final class StoreUnavailableException extends RuntimeException {
    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
