package io.darkroom.worker.model;

/** A model folder cannot be served. The message names the model, the reason and the remedy. */
public final class ModelRejectedException extends RuntimeException {
    ModelRejectedException(String model, String reason) {
        super("model '" + model + "' is not served: " + reason);
    }

    ModelRejectedException(String model, String reason, Throwable cause) {
        super("model '" + model + "' is not served: " + reason, cause);
    }
}
