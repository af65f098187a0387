package io.darkroom.worker.pipeline;

import io.darkroom.contracts.job.GenerateImage;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.worker.batch.SampleRequest;
import io.darkroom.worker.codec.MediaThreads;
import io.darkroom.worker.residency.Engine;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** {@code image.generate}: a prompt becomes n pictures. */
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
    public PipelineResult develop(String modelId, JobInput input, PipelineContext context) throws InterruptedException {
        if (!(input instanceof GenerateImage job)) {
            throw new IllegalArgumentException("not an image.generate input: " + input.kind());
        }
        // 1. The model, and whether it can do this; a share of its device.
        return stills.develop(modelId, job, context, run -> {
            // 2. Words to token states; the empty prompt is the other side of guidance.
            Prompts prompts = run.prompts(job);
            // 3. All items join the running batch, each with the noise of its own seed.
            List<SampleRequest> samples = new ArrayList<>();
            for (int item = 0; item < job.n(); item++) {
                long seed = job.seedOf(item);
                samples.add(run.fromNoise(item, run.scheduler(job), run.noise(seed), seed)
                        .prompt(prompts.towards(), prompts.scale())
                        .unconditional(prompts.against())
                        .build());
            }
            // 4. Step by step, until all are done or somebody says stop.
            Samples finished = run.denoise(samples);
            // 5. Enlarged, encoded, stored.
            run.finish(job.n(), item -> run.store(item, run.decode(finished.get(item)), job.outputFormat()));
        });
    }
}
