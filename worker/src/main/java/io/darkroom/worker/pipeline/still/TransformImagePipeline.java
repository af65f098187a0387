package io.darkroom.worker.pipeline.still;

import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.job.MediaRef;
import io.darkroom.contracts.job.PromptedImage;
import io.darkroom.contracts.job.TransformImage;
import io.darkroom.worker.batch.SampleRequest;
import io.darkroom.worker.codec.MediaBudget;
import io.darkroom.worker.codec.MediaThreads;
import io.darkroom.worker.pipeline.Pipeline;
import io.darkroom.worker.pipeline.PipelineContext;
import io.darkroom.worker.pipeline.PipelineResult;
import io.darkroom.worker.pipeline.Samples;
import io.darkroom.worker.residency.Engine;
import io.darkroom.worker.scheduler.Scheduler;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** {@code image.transform}: noise is added to an image, which is then denoised under a prompt. */
@ApplicationScoped
public class TransformImagePipeline implements Pipeline {
    private final Stills stills;

    public TransformImagePipeline(Engine engine, MediaThreads media) {
        this.stills = new Stills(engine, media);
    }

    @Override
    public JobKind kind() {
        return JobKind.IMAGE_TRANSFORM;
    }

    @Override
    public PipelineResult run(String modelId, JobInput input, PipelineContext context) throws InterruptedException {
        if (!(input instanceof TransformImage job)) {
            throw new IllegalArgumentException("not an image.transform input: " + input.kind());
        }
        // 1. Find the model, check that it can do this, lease its device.
        return stills.run(modelId, job, context, run -> redraw(run, job, job.image(), job.strength()));
    }

    /** Steps 2 to 5, shared with {@code image.vary}. */
    static void redraw(StillRun run, PromptedImage job, MediaRef image, double strength) throws InterruptedException {
        // 2. Fit the image to the model's size and encode it.
        float[] clean =
                run.encode(run.fitted(run.read(image, MediaBudget.STILL)).pixels());
        // 3. Encode the prompt.
        Prompts prompts = run.prompts(job);
        // 4. All items join the running batch at a later step, each with the noise of its own seed.
        List<SampleRequest> samples = new ArrayList<>();
        for (int item = 0; item < job.n(); item++) {
            Scheduler scheduler = run.scheduler(job);
            int first = Strength.firstStep(scheduler.steps(), strength);
            long seed = job.seedOf(item);
            samples.add(run.fromImage(item, scheduler, first, clean, run.noise(seed), seed)
                    .prompt(prompts.conditioning(), prompts.scale())
                    .unconditional(prompts.unconditional())
                    .build());
        }
        Samples finished = run.denoise(samples);
        // 5. Decode, encode as files, store.
        run.finish(job.n(), item -> run.store(item, run.decode(finished.get(item)), job.outputFormat()));
    }
}
