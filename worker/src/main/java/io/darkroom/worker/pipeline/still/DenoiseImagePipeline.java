package io.darkroom.worker.pipeline.still;

import io.darkroom.contracts.job.DenoiseImage;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.worker.codec.MediaBudget;
import io.darkroom.worker.codec.MediaThreads;
import io.darkroom.worker.ort.OrtRestorer;
import io.darkroom.worker.pipeline.Failures;
import io.darkroom.worker.pipeline.FinishedMedia;
import io.darkroom.worker.pipeline.Pipeline;
import io.darkroom.worker.pipeline.PipelineContext;
import io.darkroom.worker.pipeline.PipelineResult;
import io.darkroom.worker.pipeline.still.Tiles.Tile;
import io.darkroom.worker.raster.Canvas;
import io.darkroom.worker.raster.NoiseEstimate;
import io.darkroom.worker.raster.Pixels;
import io.darkroom.worker.raster.Placement;
import io.darkroom.worker.residency.Engine;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** {@code image.denoise}: the model's restorer removes noise from an image of any size. */
@ApplicationScoped
public class DenoiseImagePipeline implements Pipeline {
    static final long MAX_PIXELS = 2048 * 2048;

    /** 256 with the surroundings. Even, because the network folds two by two pixels. */
    private static final int INNER = 208;

    /** The receptive field of the shipped restorer: twelve layers of 3x3 on images of half the size. */
    private static final int AROUND = 24;

    private final Stills stills;

    public DenoiseImagePipeline(Engine engine, MediaThreads media) {
        this.stills = new Stills(engine, media);
    }

    @Override
    public JobKind kind() {
        return JobKind.IMAGE_DENOISE;
    }

    @Override
    public PipelineResult run(String modelId, JobInput input, PipelineContext context) throws InterruptedException {
        if (!(input instanceof DenoiseImage job)) {
            throw new IllegalArgumentException("not an image.denoise input: " + input.kind());
        }
        // 1. Find the model, check that it can do this, lease its device.
        return stills.run(modelId, job, context, run -> {
            OrtRestorer restorer = run.model().restorer();
            if (restorer == null) {
                throw Failures.unavailable(modelId, "has no network that removes noise from images");
            }
            // 2. Read the image and estimate its noise.
            Pixels image = run.read(job.image(), MediaBudget.stills(MAX_PIXELS));
            Double given = job.sigma();
            double sigma = given == null ? run.aside(() -> NoiseEstimate.sigma(image)) : given;
            run.record("sigma", Double.toString(sigma));
            List<Tile> tiles = Tiles.of(image.width(), image.height(), INNER, AROUND);
            run.planned(tiles.size());
            // 3. Restore tile by tile, between the steps of other jobs; opacity is not changed.
            Pixels restored = new Pixels(
                    image.width(),
                    image.height(),
                    image.channels(),
                    image.data().clone());
            for (Tile tile : tiles) {
                run.onDevice(() -> restore(image, restored, tile, restorer, sigma));
                run.pieceDone();
            }
            // 4. Encode as a file, store.
            if (run.refuses(0, List.of(restored))) {
                return;
            }
            FinishedMedia still = run.still(0, "image", "0", restored, job.outputFormat());
            run.store(still.with(Map.of("sigma", sigma)));
        });
    }

    /** Writes the inner part of a tile. Returns its number of pixels. */
    private static int restore(Pixels from, Pixels to, Tile tile, OrtRestorer restorer, double sigma) {
        Placement seen = tile.seen();
        Placement counts = tile.counts();
        Pixels piece = Canvas.crop(from, seen);
        int count = seen.width() * seen.height();
        float[] planes = new float[3 * count];
        for (int i = 0; i < count; i++) {
            for (int c = 0; c < 3; c++) {
                planes[c * count + i] = (piece.data()[i * piece.channels() + c] & 0xff) / 255f;
            }
        }
        float[] clean = restorer.restore(planes, (float) (sigma / 255), seen.width(), seen.height());
        for (int y = counts.y(); y < counts.y() + counts.height(); y++) {
            for (int x = counts.x(); x < counts.x() + counts.width(); x++) {
                int at = (y - seen.y()) * seen.width() + x - seen.x();
                for (int c = 0; c < 3; c++) {
                    float value = Math.clamp(clean[c * count + at], 0f, 1f);
                    to.data()[(y * to.width() + x) * to.channels() + c] = (byte) Math.round(255 * value);
                }
            }
        }
        return counts.width() * counts.height();
    }
}
