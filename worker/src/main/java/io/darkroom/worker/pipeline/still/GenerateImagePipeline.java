package io.darkroom.worker.pipeline.still;

import io.darkroom.contracts.job.GenerateImage;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.worker.batch.SampleRequest;
import io.darkroom.worker.codec.MediaThreads;
import io.darkroom.worker.pipeline.Pipeline;
import io.darkroom.worker.pipeline.PipelineContext;
import io.darkroom.worker.pipeline.PipelineResult;
import io.darkroom.worker.pipeline.Samples;
import io.darkroom.worker.residency.Engine;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** {@code image.generate}: a prompt becomes n images. */
@ApplicationScoped
public class GenerateImagePipeline implements Pipeline {
    private final Stills stills;

    public GenerateImagePipeline(Engine engine, MediaThreads media) {
        this.stills = new Stills(engine, media);
    }

    @Override
    public JobKind kind() {
        return JobKind.IMAGE_GENERATE;
    }

    @Override
    public PipelineResult run(String modelId, JobInput input, PipelineContext context) throws InterruptedException {
        if (!(input instanceof GenerateImage job)) {
            throw new IllegalArgumentException("not an image.generate input: " + input.kind());
        }
        // 1. Find the model, check that it can do this, lease its device.
        return stills.run(modelId, job, context, run -> {
            // 2. Encode the prompt, and the negative prompt for guidance.
            Prompts prompts = run.prompts(job);
            // 3. All items join the running batch, each with the noise of its own seed.
            List<SampleRequest> samples = new ArrayList<>();
            for (int item = 0; item < job.n(); item++) {
                long seed = job.seedOf(item);
                samples.add(run.fromNoise(item, run.scheduler(job), run.noise(seed), seed)
                        .prompt(prompts.conditioning(), prompts.scale())
                        .unconditional(prompts.unconditional())
                        .build());
            }
            // 4. Denoise step by step, until all items are done or the job has to stop.
            Samples finished = run.denoise(samples);
            // 5. Decode, encode as files, store.
            run.finish(job.n(), item -> run.store(item, run.decode(finished.get(item)), job.outputFormat()));
        });
    }
}
