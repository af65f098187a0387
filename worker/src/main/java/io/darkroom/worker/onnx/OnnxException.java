package io.darkroom.worker.onnx;

/** A file is not an ONNX file, or is damaged. */
public final class OnnxException extends RuntimeException {
    OnnxException(String message) {
        super(message);
    }
}
