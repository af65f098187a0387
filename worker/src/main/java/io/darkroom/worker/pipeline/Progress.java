package io.darkroom.worker.pipeline;

/** How far all items of a job are, in denoising steps, and whether to go on. */
public final class Progress {
    private final PipelineContext context;
    private final int steps;
    private int done;

    public Progress(PipelineContext context, int steps) {
        this.context = context;
        this.steps = steps;
    }

    /** Before the first step, and between pieces of other work. */
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
