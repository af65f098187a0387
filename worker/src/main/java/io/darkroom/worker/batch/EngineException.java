package io.darkroom.worker.batch;

/** The engine could not run a job's work. */
public final class EngineException extends RuntimeException {
    /** What went wrong. */
    public enum Reason {
        /** This worker does not serve such a model, size or scheduler. */
        UNAVAILABLE,
        /** A model is damaged or misconfigured, or gave values that are not finite. */
        BROKEN,
        /** A model or a run does not fit into memory. */
        OUT_OF_MEMORY,
        /** The device failed for another reason, or the engine is shutting down. */
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

    /** Wraps what the device or a network threw. */
    static EngineException of(Throwable cause) {
        return switch (cause) {
            case EngineException failure -> failure;
            case OutOfMemoryError _ ->
                new EngineException(Reason.OUT_OF_MEMORY, "out of memory in a run of the model", cause);
            default -> new EngineException(Reason.FAILED, "the device failed: " + cause, cause);
        };
    }

    public Reason reason() {
        return reason;
    }
}
