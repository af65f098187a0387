package io.darkroom.worker.stack;

import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.worker.pipeline.FinishedMedia;
import io.darkroom.worker.pipeline.Pipeline;
import io.darkroom.worker.pipeline.PipelineContext;
import io.darkroom.worker.pipeline.PipelineResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Like {@link TestPipeline}, but each step stores an image, and it resumes where it was stopped. */
public final class ResumablePipeline implements Pipeline {
    private final String configDigest;
    private final TestPipeline.Step step;
    private final boolean saveEachStep;
    /** Steps that were done, in order, over all attempts. */
    public final List<Integer> done = new ArrayList<>();

    public ResumablePipeline(String configDigest, boolean saveEachStep, TestPipeline.Step step) {
        this.configDigest = configDigest;
        this.saveEachStep = saveEachStep;
        this.step = step;
    }

    @Override
    public JobKind kind() {
        return JobKind.IMAGE_GENERATE;
    }

    @Override
    public PipelineResult run(String model, JobInput input, PipelineContext context) throws InterruptedException {
        int[] at = {
            context.findCheckpoint(configDigest)
                    .map(bytes -> Integer.parseInt(new String(bytes, StandardCharsets.UTF_8)))
                    .orElse(0)
        };
        context.meter(() -> at[0] * 1_000_000L);
        context.step(at[0], input.steps());
        try (PipelineContext.Offer offer = context.offerCheckpoint(
                configDigest, () -> Integer.toString(at[0]).getBytes(StandardCharsets.UTF_8))) {
            while (at[0] < input.steps()) {
                step.at(at[0] + 1);
                byte[] image = ("image " + at[0] + " of " + input.seed()).getBytes(StandardCharsets.UTF_8);
                context.store(new FinishedMedia(
                        at[0],
                        "image",
                        new FinishedMedia.File(at[0] + ".png", "image/png", image),
                        FinishedMedia.Extent.still(64, 64),
                        input.seed()));
                at[0]++;
                done.add(at[0]);
                if (saveEachStep) {
                    offer.save();
                }
                context.step(at[0], input.steps());
            }
        }
        return new PipelineResult(TestJobs.aReceipt(), input.steps(), 5);
    }
}
