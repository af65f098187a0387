package io.darkroom.worker.codec;

/** Bytes that cannot be read as what they claim to be, or are larger than the budget. The message is for the client. */
public final class MediaException extends RuntimeException {
    public MediaException(String message) {
        super(message);
    }
}
