package io.darkroom.worker.batch;

/** The engine could not do what a job asked. */
public final class EngineException extends RuntimeException {
    /** Why. */
    public enum Reason {
        /** No such model is served. */
        UNAVAILABLE,
        /** A model or its files are damaged. */
        BROKEN,
        /** No memory for one run. */
        OUT_OF_MEMORY,
        /** The device refused for another reason, or the engine is shutting down. */
        FAILED
    }

    private final Reason reason;

    public EngineException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public EngineException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** What the device or a network threw, as this. */
    static EngineException of(Throwable cause) {
        return switch (cause) {
            case EngineException failure -> failure;
            case OutOfMemoryError _ ->
                new EngineException(Reason.OUT_OF_MEMORY, "no memory for a run of the model", cause);
            default -> new EngineException(Reason.FAILED, "the device failed: " + cause, cause);
        };
    }

    public Reason reason() {
        return reason;
    }
}
