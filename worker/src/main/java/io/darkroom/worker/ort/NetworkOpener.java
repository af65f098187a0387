package io.darkroom.worker.ort;

import io.darkroom.worker.batch.EngineException;
import io.darkroom.worker.model.DiffusersFolder;
import io.darkroom.worker.model.ModelFolder;
import io.darkroom.worker.model.ModelManifest;
import io.darkroom.worker.model.ModelManifest.Restorer;
import io.darkroom.worker.model.ModelManifest.TextEncoder;
import io.darkroom.worker.model.ModelManifest.Upscaler;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Opens the networks of models. Text encoders that are shipped with the worker are shared between the models that use them, and are
 * closed by this object; everything else is closed by the {@link Networks}.
 */
public final class NetworkOpener implements AutoCloseable {
    /** Width of a token's states for models of Darkroom's own layout. */
    public static final int TEXT_WIDTH = OrtTextEncoder.WIDTH;

    private final OrtRuntime runtime;
    private final Map<Integer, OrtTextEncoder> encoders = new HashMap<>();

    public NetworkOpener(OrtRuntime runtime) {
        this.runtime = runtime;
    }

    /** @throws EngineException if a network cannot be opened or does not match the manifest */
    public Networks open(ModelFolder folder, int rows) {
        ModelManifest manifest = folder.manifest();
        OrtTextEncoder text = encoder(manifest.textEncoder());
        OrtDenoiser denoiser = new OrtDenoiser(runtime, folder, rows);
        try {
            PixelCodec codec = new PixelCodec(manifest, upscaler(folder, manifest));
            return new PixelNetworks(denoiser, codec, text, restorer(folder, manifest.restorer()));
        } catch (RuntimeException e) {
            denoiser.close();
            throw e;
        }
    }

    /** @throws EngineException if a network cannot be opened or does not match the layout */
    public Networks open(DiffusersFolder folder, int rows) {
        return new DiffusersNetworks(runtime, folder, rows);
    }

    /** The denoiser alone, to be closed by the caller. */
    public OrtDenoiser openDenoiser(ModelFolder folder, int rows) {
        return new OrtDenoiser(runtime, folder, rows);
    }

    /** Models are loaded by the jobs that acquire them, so several may be loaded at once. */
    private synchronized @Nullable OrtTextEncoder encoder(@Nullable TextEncoder wanted) {
        if (wanted == null) {
            return null;
        }
        if (!wanted.name().equals(OrtTextEncoder.NAME)) {
            throw new EngineException(
                    EngineException.Reason.BROKEN,
                    "text encoder '" + wanted.name() + "' is not known; there is " + OrtTextEncoder.NAME);
        }
        return encoders.computeIfAbsent(wanted.maxTokens(), length -> new OrtTextEncoder(runtime, length));
    }

    private @Nullable OrtUpscaler upscaler(ModelFolder folder, ModelManifest manifest) {
        Upscaler upscaler = manifest.upscaler();
        return upscaler == null
                ? null
                : new OrtUpscaler(runtime, folder, upscaler, manifest.output().channels());
    }

    private @Nullable OrtRestorer restorer(ModelFolder folder, @Nullable Restorer restorer) {
        return restorer == null ? null : new OrtRestorer(runtime, folder, restorer);
    }

    @Override
    public void close() {
        encoders.values().forEach(OrtTextEncoder::close);
    }
}
