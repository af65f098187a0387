package io.darkroom.worker.pipeline;

import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.job.MediaRef;
import io.darkroom.contracts.job.PromptedImage;
import io.darkroom.contracts.job.TransformImage;
import io.darkroom.worker.batch.SampleRequest;
import io.darkroom.worker.codec.MediaBudget;
import io.darkroom.worker.codec.MediaThreads;
import io.darkroom.worker.residency.Engine;
import io.darkroom.worker.scheduler.Scheduler;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** {@code image.transform}: a picture is noised part of the way and goes back under a prompt. */
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
    public PipelineResult develop(String modelId, JobInput input, PipelineContext context) throws InterruptedException {
        if (!(input instanceof TransformImage job)) {
            throw new IllegalArgumentException("not an image.transform input: " + input.kind());
        }
        // 1. The model, and whether it can do this; a share of its device.
        return stills.develop(modelId, job, context, run -> redraw(run, job, job.image(), job.strength()));
    }

    /** The rest of the page, which {@code image.vary} shares. */
    static void redraw(StillRun run, PromptedImage job, MediaRef image, double strength) throws InterruptedException {
        // 2. The picture at the model's size, as the denoiser sees it.
        float[] clean =
                run.encode(run.fitted(run.read(image, MediaBudget.STILL)).pixels());
        // 3. Words to token states.
        Prompts prompts = run.prompts(job);
        // 4. All items join the running batch part of the way, each with the noise of its own seed.
        List<SampleRequest> samples = new ArrayList<>();
        for (int item = 0; item < job.n(); item++) {
            Scheduler scheduler = run.scheduler(job);
            int first = Strength.firstStep(scheduler.steps(), strength);
            long seed = job.seedOf(item);
            samples.add(run.fromPicture(item, scheduler, first, clean, run.noise(seed), seed)
                    .prompt(prompts.towards(), prompts.scale())
                    .unconditional(prompts.against())
                    .build());
        }
        Samples finished = run.denoise(samples);
        // 5. Enlarged, encoded, stored.
        run.finish(job.n(), item -> run.store(item, run.decode(finished.get(item)), job.outputFormat()));
    }
}
