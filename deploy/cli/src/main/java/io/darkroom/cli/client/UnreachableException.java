package io.darkroom.cli.client;

/** There was no answer. The message says what to do. */
public final class UnreachableException extends RuntimeException {
    public UnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
