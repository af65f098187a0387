package io.darkroom.cli.client;

/** The gateway did not answer. The message names the remedy. */
public final class UnreachableException extends RuntimeException {
    public UnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
