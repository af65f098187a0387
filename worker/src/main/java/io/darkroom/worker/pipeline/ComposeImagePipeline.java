package io.darkroom.worker.pipeline;

import io.darkroom.contracts.job.ComposeImage;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.worker.batch.Conditioning;
import io.darkroom.worker.batch.SampleRequest;
import io.darkroom.worker.batch.WeightedPrompt;
import io.darkroom.worker.codec.MediaThreads;
import io.darkroom.worker.model.ModelManifest.Sample;
import io.darkroom.worker.residency.Engine;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code image.compose}: prompts in boxes. At each step the picture is predicted once under each prompt, and at each pixel the
 * predictions are averaged by weight (MultiDiffusion, Bar-Tal et al., 2023).
 */
@ApplicationScoped
public class ComposeImagePipeline implements Pipeline {
    /** Each region costs a row of the denoiser at each step. */
    static final int MAX_REGIONS = 8;

    private final Stills stills;

    public ComposeImagePipeline(Engine engine, MediaThreads media) {
        this.stills = new Stills(engine, media);
    }

    @Override
    public JobKind kind() {
        return JobKind.IMAGE_COMPOSE;
    }

    @Override
    public PipelineResult develop(String modelId, JobInput input, PipelineContext context) throws InterruptedException {
        if (!(input instanceof ComposeImage job)) {
            throw new IllegalArgumentException("not an image.compose input: " + input.kind());
        }
        if (job.regions().isEmpty() || job.regions().size() > MAX_REGIONS) {
            throw new PipelineException(
                    FailureCode.INVALID_INPUT,
                    "a picture is composed of 1 to " + MAX_REGIONS + " regions, not "
                            + job.regions().size());
        }
        // 1. The model, and whether it can do this; a share of its device.
        return stills.develop(modelId, job, context, run -> {
            // 2. The words of the whole picture and of each region to token states; where each region counts.
            Prompts whole = run.prompts(job);
            List<WeightedPrompt> guides = guides(run, job, whole);
            // 3. All items join the running batch, each with the noise of its own seed and with all guides.
            List<SampleRequest> samples = new ArrayList<>();
            for (int item = 0; item < job.n(); item++) {
                long seed = job.seedOf(item);
                SampleRequest.Builder sample = run.fromNoise(item, run.scheduler(job), run.noise(seed), seed)
                        .unconditional(whole.against());
                guides.forEach(sample::prompt);
                samples.add(sample.build());
            }
            // 4. Step by step, until all are done or somebody says stop.
            Samples finished = run.denoise(samples);
            // 5. Enlarged, encoded, stored.
            run.finish(job.n(), item -> run.store(item, run.decode(finished.get(item)), job.outputFormat()));
        });
    }

    private static List<WeightedPrompt> guides(StillRun run, ComposeImage job, Prompts whole)
            throws InterruptedException {
        Sample shape = run.model().sampleShape();
        List<WeightedPrompt> guides = new ArrayList<>();
        guides.add(new WeightedPrompt(whole.towards(), null, whole.scale()));
        for (ComposeImage.Region region : job.regions()) {
            Conditioning words = run.condition(Prompts.styled(region.prompt(), job.style()));
            guides.add(
                    new WeightedPrompt(words, RegionWeights.of(region, shape.width(), shape.height()), whole.scale()));
        }
        return guides;
    }
}
