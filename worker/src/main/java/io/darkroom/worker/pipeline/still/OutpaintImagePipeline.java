package io.darkroom.worker.pipeline.still;

import io.darkroom.worker.pipeline.Pipeline;
import io.darkroom.worker.pipeline.PipelineContext;
import io.darkroom.worker.pipeline.PipelineException;
import io.darkroom.worker.pipeline.PipelineResult;

import io.darkroom.contracts.fleet.ModelInfo.Size;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.job.OutpaintImage;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.worker.codec.MediaBudget;
import io.darkroom.worker.codec.MediaThreads;
import io.darkroom.worker.raster.Canvas;
import io.darkroom.worker.raster.Mask;
import io.darkroom.worker.raster.Pixels;
import io.darkroom.worker.raster.Placement;
import io.darkroom.worker.residency.Engine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** {@code image.outpaint}: a picture grows past its borders; where it lies on the larger one it stays byte by byte. */
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
        // 1. The model, and whether it can do this; a share of its device.
        return stills.run(modelId, job, context, run -> {
            // 2. The picture, smaller, at its place on the canvas; everything around it is to be drawn.
            Pixels picture = run.read(job.image(), MediaBudget.STILL);
            Size size = run.model().size();
            Placement place = place(job, picture, size);
            Pixels kept = run.aside(() -> Canvas.place(picture, place, size.width(), size.height()));
            Mask mask = Mask.outside(place, size.width(), size.height());
            if (mask.part() == 0) {
                throw new PipelineException(
                        FailureCode.INVALID_INPUT, "the picture fills the canvas; let at least one side grow by more");
            }
            // 3. to 5.
            new Repaint(Canvas.continued(kept, place), kept, mask).draw(run, job, 1);
        });
    }

    /**
     * Where the picture lies. The grown picture lies as large as possible in the middle of the canvas, in its own proportions;
     * what is left over above and below, or at the sides, is drawn, too.
     */
    static Placement place(OutpaintImage job, Pixels picture, Size size) {
        double wide = picture.width() * (1 + job.left() + job.right());
        double high = picture.height() * (1 + job.top() + job.bottom());
        double scale = Math.min(size.width() / wide, size.height() / high);
        int width = Math.max(1, (int) Math.round(picture.width() * scale));
        int height = Math.max(1, (int) Math.round(picture.height() * scale));
        double x = (size.width() - wide * scale) / 2 + job.left() * picture.width() * scale;
        double y = (size.height() - high * scale) / 2 + job.top() * picture.height() * scale;
        return new Placement(
                Math.clamp(Math.round(x), 0, size.width() - width),
                Math.clamp(Math.round(y), 0, size.height() - height),
                width,
                height);
    }
}
