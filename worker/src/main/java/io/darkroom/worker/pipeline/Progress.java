package io.darkroom.worker.pipeline;

/** How far all items of a job are, in denoising steps, and whether to go on. */
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

    /** @param total steps done so far, over all items */
    void reached(int total) {
        done = total;
        goOnOrStop();
    }

    int steps() {
        return steps;
    }

    int done() {
        return done;
    }
}
