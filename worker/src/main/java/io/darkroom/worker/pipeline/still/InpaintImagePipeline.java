package io.darkroom.worker.pipeline.still;

import io.darkroom.contracts.job.InpaintImage;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.worker.codec.MediaBudget;
import io.darkroom.worker.codec.MediaThreads;
import io.darkroom.worker.pipeline.Pipeline;
import io.darkroom.worker.pipeline.PipelineContext;
import io.darkroom.worker.pipeline.PipelineException;
import io.darkroom.worker.pipeline.PipelineResult;
import io.darkroom.worker.raster.Fitted;
import io.darkroom.worker.raster.Mask;
import io.darkroom.worker.raster.Pixels;
import io.darkroom.worker.residency.Engine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** {@code image.inpaint}: the masked part of an image is redrawn; the rest keeps its bytes. */
@ApplicationScoped
public class InpaintImagePipeline implements Pipeline {
    /** Proportions of image and mask may differ by as much as rounding to whole pixels causes. */
    private static final double SAME_SHAPE = 0.02;

    private final Stills stills;

    @Inject
    public InpaintImagePipeline(Engine engine, MediaThreads media, RepaintConfig config) {
        this(engine, media, new Resampling(config.times()));
    }

    InpaintImagePipeline(Engine engine, MediaThreads media, Resampling resampling) {
        this.stills = new Stills(engine, media, resampling);
    }

    @Override
    public JobKind kind() {
        return JobKind.IMAGE_INPAINT;
    }

    @Override
    public PipelineResult run(String modelId, JobInput input, PipelineContext context) throws InterruptedException {
        if (!(input instanceof InpaintImage job)) {
            throw new IllegalArgumentException("not an image.inpaint input: " + input.kind());
        }
        // 1. Find the model, check that it can do this, lease its device.
        return stills.run(modelId, job, context, run -> {
            // 2. Fit image and mask to the model's size, both in the same way.
            Pixels image = run.read(job.image(), MediaBudget.STILL);
            Pixels drawing = run.read(job.mask(), MediaBudget.STILL);
            requireSameShape(image, drawing);
            Fitted fitted = run.fitted(image);
            Mask mask = run.aside(() -> Mask.of(drawing)
                    .placed(
                            fitted.place(),
                            fitted.pixels().width(),
                            fitted.pixels().height()));
            requireSomethingToDraw(mask);
            // 3. to 5.
            new Repaint(fitted.pixels(), fitted.pixels(), mask).draw(run, job, job.strength());
        });
    }

    private static void requireSameShape(Pixels image, Pixels mask) {
        double shape = (double) image.width() / image.height();
        double other = (double) mask.width() / mask.height();
        if (Math.abs(shape / other - 1) > SAME_SHAPE) {
            throw new PipelineException(
                    FailureCode.INVALID_INPUT,
                    "the mask of " + mask.width() + "x" + mask.height()
                            + " pixels does not have the shape of the image of " + image.width() + "x"
                            + image.height() + "; send one of the same size");
        }
    }

    private static void requireSomethingToDraw(Mask mask) {
        if (mask.part() == 0) {
            throw new PipelineException(
                    FailureCode.INVALID_INPUT,
                    "the mask is black everywhere, so nothing would be drawn; paint white what is to be redrawn");
        }
    }
}
