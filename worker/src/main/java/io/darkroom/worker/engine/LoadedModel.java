package io.darkroom.worker.engine;

import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.outcome.Receipt;
import io.darkroom.worker.model.ModelFolder;
import io.darkroom.worker.model.ModelManifest;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model that is ready to run. Its networks are used on the device thread only, so through {@link DeviceShare#call}.
 *
 * @param upscaler null: the denoiser's pixels are the output
 * @param text null for a model that takes no prompt
 */
public record LoadedModel(
        ModelFolder folder,
        ModelInfo info,
        Trial trial,
        NoiseSchedule schedule,
        OrtDenoiser denoiser,
        @Nullable OrtUpscaler upscaler,
        @Nullable OrtTextEncoder text,
        String provider,
        String engine)
        implements AutoCloseable {

    public ModelManifest manifest() {
        return folder.manifest();
    }

    /** Enlarges a finished sample; the sample itself if the model has no upscaler. */
    public float[] upscale(float[] picture) {
        return upscaler == null ? picture : upscaler.upscale(picture);
    }

    /** The receipt of a job that ran with these parameters. */
    public Receipt receipt(String scheduler, int steps, double guidanceScale, long seed) {
        Map<String, String> files = new HashMap<>(folder.digests());
        if (text != null) {
            files.put(OrtTextEncoder.NAME + ".onnx", text.digest());
        }
        return new Receipt(
                info.id(),
                info.version(),
                files,
                scheduler,
                steps,
                guidanceScale,
                seed,
                "fp32",
                provider,
                trial.exact() ? "exact" : "rows=" + denoiser.rows(),
                engine);
    }

    /** The text encoder is shared between models and closed by the engine. */
    @Override
    public void close() {
        denoiser.close();
        if (upscaler != null) {
            upscaler.close();
        }
    }
}
