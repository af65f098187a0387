package io.darkroom.worker.pipeline.still;

import io.darkroom.contracts.fleet.ModelInfo.Size;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.job.OutpaintImage;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.worker.codec.MediaBudget;
import io.darkroom.worker.codec.MediaThreads;
import io.darkroom.worker.pipeline.Pipeline;
import io.darkroom.worker.pipeline.PipelineContext;
import io.darkroom.worker.pipeline.PipelineException;
import io.darkroom.worker.pipeline.PipelineResult;
import io.darkroom.worker.raster.Canvas;
import io.darkroom.worker.raster.Mask;
import io.darkroom.worker.raster.Pixels;
import io.darkroom.worker.raster.Placement;
import io.darkroom.worker.residency.Engine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** {@code image.outpaint}: an image grows beyond its borders; its own part of the larger image keeps its bytes. */
@ApplicationScoped
public class OutpaintImagePipeline implements Pipeline {
    private final Stills stills;

    @Inject
    public OutpaintImagePipeline(Engine engine, MediaThreads media, RepaintConfig config) {
        this(engine, media, new Resampling(config.times()));
    }

    OutpaintImagePipeline(Engine engine, MediaThreads media, Resampling resampling) {
        this.stills = new Stills(engine, media, resampling);
    }

    @Override
    public JobKind kind() {
        return JobKind.IMAGE_OUTPAINT;
    }

    @Override
    public PipelineResult run(String modelId, JobInput input, PipelineContext context) throws InterruptedException {
        if (!(input instanceof OutpaintImage job)) {
            throw new IllegalArgumentException("not an image.outpaint input: " + input.kind());
        }
        // 1. Find the model, check that it can do this, lease its device.
        return stills.run(modelId, job, context, run -> {
            // 2. Place the image, reduced, on the canvas; everything around it is to be drawn.
            Pixels image = run.read(job.image(), MediaBudget.STILL);
            Size size = run.model().size();
            Placement place = place(job, image, size);
            Pixels kept = run.aside(() -> Canvas.place(image, place, size.width(), size.height()));
            Mask mask = Mask.outside(place, size.width(), size.height());
            if (mask.part() == 0) {
                throw new PipelineException(
                        FailureCode.INVALID_INPUT, "the image fills the canvas; let at least one side grow by more");
            }
            // 3. to 5.
            new Repaint(Canvas.continued(kept, place), kept, mask).draw(run, job, 1);
        });
    }

    /**
     * Where the image is placed. The grown image is centered on the canvas, as large as its proportions allow; what is left
     * over above and below, or at the sides, is drawn, too.
     */
    static Placement place(OutpaintImage job, Pixels image, Size size) {
        double wide = image.width() * (1 + job.left() + job.right());
        double high = image.height() * (1 + job.top() + job.bottom());
        double scale = Math.min(size.width() / wide, size.height() / high);
        int width = Math.max(1, (int) Math.round(image.width() * scale));
        int height = Math.max(1, (int) Math.round(image.height() * scale));
        double x = (size.width() - wide * scale) / 2 + job.left() * image.width() * scale;
        double y = (size.height() - high * scale) / 2 + job.top() * image.height() * scale;
        return new Placement(
                Math.clamp(Math.round(x), 0, size.width() - width),
                Math.clamp(Math.round(y), 0, size.height() - height),
                width,
                height);
    }
}
