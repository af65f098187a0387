package io.darkroom.worker.residency;

import io.darkroom.contracts.fleet.ModelInfo.Size;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.worker.batch.EngineException;
import io.darkroom.worker.model.DiffusersFolder;
import io.darkroom.worker.model.DiffusersLayout;
import io.darkroom.worker.model.ModelManifest;
import io.darkroom.worker.ort.Codec;
import io.darkroom.worker.ort.DiffusersNetworks;
import io.darkroom.worker.ort.Enlarger;
import io.darkroom.worker.ort.Networks;
import io.darkroom.worker.ort.OrtRestorer;
import io.darkroom.worker.ort.OrtUpscaler;
import io.darkroom.worker.raster.Pixels;
import org.jspecify.annotations.Nullable;

/**
 * One go of everything around the denoiser, with plain pictures, when a model is loaded, so that a network that is not as its model says is found out
 * then and not by a job.
 */
final class WarmUpCheck {
    /** Of a picture that no exporter had in mind: odd, and not square. */
    private static final int WIDTH = 11;

    private static final int HEIGHT = 7;

    /** Latents of a small picture's side; enough for an autoencoder's attention, and for its halvings. */
    private static final int SIDE = 16;

    private WarmUpCheck() {}

    /** @throws EngineException that names the file, if one of them cannot do what the kinds of the model need */
    static void of(ModelManifest manifest, Codec codec, @Nullable OrtRestorer restorer) {
        int channels = manifest.output().alpha().equals("none") ? 3 : 4;
        codec.decode(new float[channels * manifest.denoiser().sample().pixels()]);
        ModelManifest.Upscaler upscaler = manifest.upscaler();
        if (upscaler != null && manifest.kinds().contains(JobKind.IMAGE_UPSCALE)) {
            enlarge(upscaler.file(), codec.enlarger(), channels);
        }
        if (restorer != null) {
            restorer.restore(new float[3 * WIDTH * HEIGHT], 0.1f, WIDTH, HEIGHT);
        }
    }

    private static void enlarge(String file, @Nullable Enlarger enlarger, int channels) {
        if (!(enlarger instanceof OrtUpscaler network) || !network.takesAnySize()) {
            throw new EngineException(
                    EngineException.Reason.BROKEN,
                    file + " takes pictures of one size only, and image.upscale needs one for any; export it with free"
                            + " height and width, or take image.upscale out of model.json");
        }
        network.enlarge(new float[channels * WIDTH * HEIGHT], WIDTH, HEIGHT);
    }

    /** @throws EngineException that names the file, if a half of the autoencoder is not as its configuration says */
    static void of(DiffusersFolder folder, Networks networks) {
        DiffusersLayout layout = folder.layout();
        int side = networks.anySize()
                ? Math.min(layout.latentSide(), SIDE) * layout.vae().factor()
                : layout.side();
        Codec codec = networks.codec(new Size(side, side));
        codec.decode(new float[codec.sampleShape().size()]);
        if (folder.digests().containsKey(DiffusersNetworks.VAE_ENCODER)) {
            codec.encode(new Pixels(side, side, 3, new byte[3 * side * side]));
        }
    }
}
