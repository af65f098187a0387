package io.darkroom.worker.onnx;

/** A file is not what it should be. */
public final class OnnxException extends RuntimeException {
    OnnxException(String message) {
        super(message);
    }
}
