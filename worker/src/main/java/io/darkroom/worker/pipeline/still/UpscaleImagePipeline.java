package io.darkroom.worker.pipeline.still;

import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.job.UpscaleImage;
import io.darkroom.worker.codec.MediaBudget;
import io.darkroom.worker.codec.MediaThreads;
import io.darkroom.worker.ort.Enlarger;
import io.darkroom.worker.pipeline.Failures;
import io.darkroom.worker.pipeline.Pipeline;
import io.darkroom.worker.pipeline.PipelineContext;
import io.darkroom.worker.pipeline.PipelineResult;
import io.darkroom.worker.pipeline.still.Tiles.Tile;
import io.darkroom.worker.raster.Canvas;
import io.darkroom.worker.raster.Pixels;
import io.darkroom.worker.raster.Placement;
import io.darkroom.worker.residency.Engine;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** {@code image.upscale}: the model's upscaler enlarges an image of any size and shape two or four times. */
@ApplicationScoped
public class UpscaleImagePipeline implements Pipeline {
    /** As many as 1024x1024: sixteen times as many pixels must fit into the worker's memory. */
    static final long MAX_PIXELS = 1024 * 1024;

    /** 128 with the surroundings: large enough to use the device well, small enough to notice a cancel soon. */
    private static final int INNER = 88;

    /** The receptive field of the shipped upscaler: 19 layers of 3x3, and one more pixel. */
    private static final int AROUND = 20;

    private final Stills stills;

    public UpscaleImagePipeline(Engine engine, MediaThreads media) {
        this.stills = new Stills(engine, media);
    }

    @Override
    public JobKind kind() {
        return JobKind.IMAGE_UPSCALE;
    }

    @Override
    public PipelineResult run(String modelId, JobInput input, PipelineContext context) throws InterruptedException {
        if (!(input instanceof UpscaleImage job)) {
            throw new IllegalArgumentException("not an image.upscale input: " + input.kind());
        }
        // 1. Find the model, check that it can do this, lease its device.
        return stills.run(modelId, job, context, run -> {
            Enlarger enlarger = run.model().enlarger();
            if (enlarger == null || enlarger.factor() % job.factor() != 0) {
                throw Failures.unavailable(modelId, "does not upscale by " + job.factor());
            }
            // 2. Read the image and plan its tiles.
            Pixels image = run.read(job.image(), MediaBudget.stills(MAX_PIXELS));
            List<Tile> tiles = Tiles.of(image.width(), image.height(), INNER, AROUND);
            run.planned(tiles.size());
            Enlarged enlarged = new Enlarged(image, enlarger, job.factor());
            // 3. Enlarge tile by tile, between the steps of other jobs.
            for (Tile tile : tiles) {
                run.onDevice(() -> enlarged.add(tile));
                run.pieceDone();
            }
            // 4. Encode as a file, store.
            run.store(0, enlarged.image(), job.outputFormat());
        });
    }

    /** The enlarged image while it is assembled. Opaque images stay opaque. */
    static final class Enlarged {
        private final Pixels from;
        private final Enlarger enlarger;
        private final int factor;
        private final Pixels to;

        Enlarged(Pixels from, Enlarger enlarger, int factor) {
            this.from = from;
            this.enlarger = enlarger;
            this.factor = factor;
            int channels = from.channels();
            int width = factor * from.width();
            int height = factor * from.height();
            this.to = new Pixels(width, height, channels, new byte[width * height * channels]);
        }

        Pixels image() {
            return to;
        }

        /** Enlarges a tile and adds its inner part. Returns the enlarged tile. */
        Pixels add(Tile tile) {
            Pixels large = enlarge(Canvas.crop(from, tile.seen()));
            Placement counts = tile.counts();
            int left = (counts.x() - tile.seen().x()) * factor;
            int top = (counts.y() - tile.seen().y()) * factor;
            int row = counts.width() * factor * to.channels();
            for (int y = 0; y < counts.height() * factor; y++) {
                int at = ((top + y) * large.width() + left) * large.channels();
                int into = ((counts.y() * factor + y) * to.width() + counts.x() * factor) * to.channels();
                System.arraycopy(large.data(), at, to.data(), into, row);
            }
            return large;
        }

        private Pixels enlarge(Pixels tile) {
            int width = tile.width();
            int height = tile.height();
            if (enlarger.channels() == 4) {
                return planes(tile.as(4).premultipliedPlanes(), width, height, 4)
                        .as(from.channels());
            }
            Pixels colour = planes(tile.withoutAlpha().premultipliedPlanes(), width, height, 3);
            // A network without an alpha channel enlarges opacity as a grey image.
            return from.channels() == 3
                    ? colour
                    : colour.withAlpha(planes(tile.alphaAsGrey().premultipliedPlanes(), width, height, 3));
        }

        private Pixels planes(float[] planes, int width, int height, int channels) {
            int over = enlarger.factor() / factor;
            float[] large = enlarger.enlarge(planes, width, height);
            float[] fit = over == 1 ? large : averaged(large, width * factor, height * factor, channels, over);
            return channels == 4
                    ? Pixels.premultiplied(fit, width * factor, height * factor)
                    : Pixels.rgb(fit, width * factor, height * factor);
        }

        /** Each value is the average of {@code over * over} values of the larger image. */
        private static float[] averaged(float[] large, int width, int height, int channels, int over) {
            float[] out = new float[channels * width * height];
            float part = 1f / (over * over);
            for (int line = 0; line < channels * height * over; line++) {
                for (int x = 0; x < width * over; x++) {
                    out[line / over * width + x / over] += part * large[line * width * over + x];
                }
            }
            return out;
        }
    }
}
