package io.darkroom.worker.pipeline.still;

import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.job.VaryImage;
import io.darkroom.worker.codec.MediaThreads;
import io.darkroom.worker.pipeline.Pipeline;
import io.darkroom.worker.pipeline.PipelineContext;
import io.darkroom.worker.pipeline.PipelineResult;
import io.darkroom.worker.residency.Engine;
import jakarta.enterprise.context.ApplicationScoped;

/** {@code image.vary}: like {@code image.transform}, but the prompt may be empty, so that only the seeds differ. */
@ApplicationScoped
public class VaryImagePipeline implements Pipeline {
    private final Stills stills;

    public VaryImagePipeline(Engine engine, MediaThreads media) {
        this.stills = new Stills(engine, media);
    }

    @Override
    public JobKind kind() {
        return JobKind.IMAGE_VARY;
    }

    @Override
    public PipelineResult run(String modelId, JobInput input, PipelineContext context) throws InterruptedException {
        if (!(input instanceof VaryImage job)) {
            throw new IllegalArgumentException("not an image.vary input: " + input.kind());
        }
        // 1. Find the model, check that it can do this, lease its device. 2. to 5. as in image.transform.
        return stills.run(
                modelId, job, context, run -> TransformImagePipeline.redraw(run, job, job.image(), job.strength()));
    }
}
