package io.darkroom.worker.codec;

/** A file cannot be read as the format of its first bytes, or exceeds the budget. The message is for the client. */
public final class MediaException extends RuntimeException {
    public MediaException(String message) {
        super(message);
    }
}
