package io.darkroom.worker.pipeline;

/** Counts the denoising steps of all items of a job, and asks after each whether to go on. */
final class Progress {
    private final PipelineContext context;
    private final int steps;
    private int done;

    Progress(PipelineContext context, int steps) {
        this.context = context;
        this.steps = steps;
    }

    /** Before the first step, and between pieces of other work. */
    void goOnOrStop() {
        context.step(done, steps);
    }

    void stepped() {
        done++;
        goOnOrStop();
    }

    int done() {
        return done;
    }
}
