package io.darkroom.platform.store;

/** An object is larger than the caller's limit. */
public final class ObjectTooLargeException extends RuntimeException {
    public ObjectTooLargeException(String key, long maxBytes) {
        super("object '" + key + "' has more than " + maxBytes + " bytes");
    }
}
