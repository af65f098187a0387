package io.darkroom.worker.model;

import java.nio.file.Path;
import java.util.Map;

/**
 * A verified model in a Diffusers layout, as Optimum exports it to ONNX.
 *
 * @param digest SHA-256 over the names and digests of all files
 */
public record DiffusersFolder(
        Path directory, DiffusersLayout layout, Map<String, String> digests, long bytes, String digest)
        implements VerifiedModel {
    /** Path of the encoder half of the autoencoder. */
    public static final String VAE_ENCODER = "vae_encoder/model.onnx";

    /** Path of the decoder half of the autoencoder. */
    public static final String VAE_DECODER = "vae_decoder/model.onnx";

    public DiffusersFolder {
        digests = Map.copyOf(digests);
    }

    @Override
    public String id() {
        return layout.id();
    }

    /** Whether the export has the encoder half, and so can take images as input. */
    public boolean hasVaeEncoder() {
        return digests.containsKey(VAE_ENCODER);
    }
}
