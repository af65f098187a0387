package io.darkroom.worker.pipeline;

/** Progress of all items of a job, in denoising steps, and the check whether to continue. */
public final class Progress {
    private final PipelineContext context;
    private final int steps;
    private int done;

    public Progress(PipelineContext context, int steps) {
        this.context = context;
        this.steps = steps;
    }

    /** Throws if the job has to stop. For pauses before the first step and between other work. */
    public void goOnOrStop() {
        context.step(done, steps);
    }

    /** @param total steps done so far, over all items */
    public void reached(int total) {
        done = total;
        goOnOrStop();
    }

    public int steps() {
        return steps;
    }

    public int done() {
        return done;
    }
}
