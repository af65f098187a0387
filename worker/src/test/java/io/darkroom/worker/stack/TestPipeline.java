package io.darkroom.worker.stack;

import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.worker.pipeline.FinishedMedia;
import io.darkroom.worker.pipeline.Pipeline;
import io.darkroom.worker.pipeline.PipelineContext;
import io.darkroom.worker.pipeline.PipelineResult;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Denoises nothing: does what the test says at each step, then stores one small "image". */
public final class TestPipeline implements Pipeline {
    /** What happens between two denoising steps. */
    @FunctionalInterface
    public interface Step {
        void at(int step) throws InterruptedException;
    }

    private final Step step;
    private final AtomicInteger runs = new AtomicInteger();

    public TestPipeline(Step step) {
        this.step = step;
    }

    public static TestPipeline instant() {
        return new TestPipeline(_ -> {});
    }

    /** Number of runs. */
    public int runs() {
        return runs.get();
    }

    @Override
    public JobKind kind() {
        return JobKind.IMAGE_GENERATE;
    }

    @Override
    public PipelineResult run(String model, JobInput input, PipelineContext context) throws InterruptedException {
        runs.incrementAndGet();
        context.step(0, input.steps());
        for (int i = 1; i <= input.steps(); i++) {
            step.at(i);
            context.step(i, input.steps());
        }
        byte[] image = ("image of " + input.seed()).getBytes(StandardCharsets.UTF_8);
        context.store(new FinishedMedia(
                0,
                "image",
                new FinishedMedia.File("0.png", "image/png", image),
                FinishedMedia.Extent.still(64, 64),
                input.seed()));
        return new PipelineResult(TestJobs.aReceipt(), input.steps(), 5);
    }
}
