package io.darkroom.worker.pipeline.still;

import io.darkroom.contracts.job.ComposeImage;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.worker.batch.Conditioning;
import io.darkroom.worker.batch.SampleRequest;
import io.darkroom.worker.batch.WeightedPrompt;
import io.darkroom.worker.codec.MediaThreads;
import io.darkroom.worker.model.ModelManifest.Sample;
import io.darkroom.worker.pipeline.Pipeline;
import io.darkroom.worker.pipeline.PipelineContext;
import io.darkroom.worker.pipeline.PipelineException;
import io.darkroom.worker.pipeline.PipelineResult;
import io.darkroom.worker.pipeline.Samples;
import io.darkroom.worker.residency.Engine;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code image.compose}: prompts in boxes. At each step the image is predicted once under each prompt, and at each pixel the
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
    public PipelineResult run(String modelId, JobInput input, PipelineContext context) throws InterruptedException {
        if (!(input instanceof ComposeImage job)) {
            throw new IllegalArgumentException("not an image.compose input: " + input.kind());
        }
        if (job.regions().isEmpty() || job.regions().size() > MAX_REGIONS) {
            throw new PipelineException(
                    FailureCode.INVALID_INPUT,
                    "an image is composed of 1 to " + MAX_REGIONS + " regions, not "
                            + job.regions().size());
        }
        // 1. Find the model, check that it can do this, lease its device.
        return stills.run(modelId, job, context, run -> {
            // 2. Encode the prompts of the whole image and of each region; the weights of each region.
            Prompts whole = run.prompts(job);
            List<WeightedPrompt> weighted = weighted(run, job, whole);
            // 3. All items join the running batch, each with the noise of its own seed and with all prompts.
            List<SampleRequest> samples = new ArrayList<>();
            for (int item = 0; item < job.n(); item++) {
                long seed = job.seedOf(item);
                SampleRequest.Builder sample = run.fromNoise(item, run.scheduler(job), run.noise(seed), seed)
                        .unconditional(whole.unconditional());
                weighted.forEach(sample::prompt);
                samples.add(sample.build());
            }
            // 4. Denoise step by step, until all items are done or the job has to stop.
            Samples finished = run.denoise(samples);
            // 5. Decode, encode as files, store.
            run.finish(job.n(), item -> run.store(item, run.decode(finished.get(item)), job.outputFormat()));
        });
    }

    private static List<WeightedPrompt> weighted(StillRun run, ComposeImage job, Prompts whole)
            throws InterruptedException {
        Sample shape = run.model().sampleShape();
        List<WeightedPrompt> weighted = new ArrayList<>();
        weighted.add(new WeightedPrompt(whole.conditioning(), null, whole.scale()));
        for (ComposeImage.Region region : job.regions()) {
            Conditioning encoded = run.condition(Prompts.styled(region.prompt(), job.style()));
            weighted.add(new WeightedPrompt(
                    encoded, RegionWeights.of(region, shape.width(), shape.height()), whole.scale()));
        }
        return weighted;
    }
}
