package io.darkroom.worker.pipeline;

/** The run has to stop between two denoising steps. */
public final class JobStopped extends RuntimeException {
    /** Why. */
    public enum Reason {
        CANCELED,
        LOCK_LOST
    }

    private final Reason reason;
    private final int step;

    public JobStopped(Reason reason, int step) {
        super("stopped after " + step + " steps: " + reason, null, false, false);
        this.reason = reason;
        this.step = step;
    }

    public Reason reason() {
        return reason;
    }

    /** Steps done, over all items. */
    public int step() {
        return step;
    }
}
