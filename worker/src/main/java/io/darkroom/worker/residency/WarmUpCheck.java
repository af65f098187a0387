package io.darkroom.worker.residency;

import io.darkroom.contracts.fleet.ModelInfo.Size;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.worker.batch.EngineException;
import io.darkroom.worker.model.DiffusersFolder;
import io.darkroom.worker.model.DiffusersLayout;
import io.darkroom.worker.model.ModelManifest;
import io.darkroom.worker.ort.Codec;
import io.darkroom.worker.ort.Enlarger;
import io.darkroom.worker.ort.Networks;
import io.darkroom.worker.ort.OrtRestorer;
import io.darkroom.worker.raster.Pixels;
import org.jspecify.annotations.Nullable;

/**
 * Runs every network around the denoiser once, on blank images, when a model is loaded, so that a network that does not match the
 * model's configuration is found then and not by a job.
 */
final class WarmUpCheck {
    /** Of an image that no exporter had in mind: odd, and not square. */
    private static final int WIDTH = 11;

    private static final int HEIGHT = 7;

    /** Side of a small image, latents; enough for an autoencoder's attention and for its halvings. */
    private static final int SIDE = 16;

    private WarmUpCheck() {}

    /** @throws EngineException naming the file, if a network cannot do what the model's job kinds need */
    static void run(ModelManifest manifest, Networks networks) {
        Codec codec = networks.codec(
                new Size(manifest.output().width(), manifest.output().height()));
        int channels = manifest.output().channels();
        codec.decode(new float[channels * manifest.denoiser().sample().pixels()]);
        ModelManifest.Upscaler upscaler = manifest.upscaler();
        if (upscaler != null && manifest.kinds().contains(JobKind.IMAGE_UPSCALE)) {
            enlarge(upscaler.file(), codec.enlarger(), channels);
        }
        OrtRestorer restorer = networks.restorer();
        if (restorer != null) {
            restorer.restore(new float[3 * WIDTH * HEIGHT], 0.1f, WIDTH, HEIGHT);
        }
    }

    private static void enlarge(String file, @Nullable Enlarger enlarger, int channels) {
        if (enlarger == null || !enlarger.takesAnySize()) {
            throw new EngineException(
                    EngineException.Reason.BROKEN,
                    file + " takes images of one size only, and image.upscale needs one that takes any; export it with"
                            + " free height and width, or remove image.upscale from model.json");
        }
        enlarger.enlarge(new float[channels * WIDTH * HEIGHT], WIDTH, HEIGHT);
    }

    /** @throws EngineException naming the file, if a half of the autoencoder does not match its configuration */
    static void run(DiffusersFolder folder, Networks networks) {
        DiffusersLayout layout = folder.layout();
        int side = networks.takesAnySize()
                ? Math.min(layout.denoiser().latentSide(), SIDE) * layout.vae().factor()
                : layout.side();
        Codec codec = networks.codec(new Size(side, side));
        codec.decode(new float[codec.sampleShape().size()]);
        if (folder.hasVaeEncoder()) {
            codec.encode(new Pixels(side, side, 3, new byte[3 * side * side]));
        }
    }
}
