package io.darkroom.worker.engine;

import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.fleet.ModelInfo.Size;
import io.darkroom.contracts.outcome.Receipt;
import io.darkroom.worker.media.Pixels;
import io.darkroom.worker.model.ModelFolder;
import io.darkroom.worker.model.ModelManifest;
import io.darkroom.worker.model.ModelManifest.Sample;
import io.darkroom.worker.scheduler.NoiseSchedule;
import io.darkroom.worker.scheduler.Scheduler;
import io.darkroom.worker.scheduler.Schedulers;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model that is ready to run, at one size of its pictures. {@link #condition}, {@link #encode} and {@link #decode} run
 * networks, so they are called through {@link DeviceShare#call}; the rest may be called anywhere. What pipelines know of
 * a model is here, whatever its layout and whether it works on pixels or latents.
 *
 * @param text null for a model that takes no prompt
 */
public record LoadedModel(
        ModelFolder folder,
        ModelInfo info,
        Trial trial,
        NoiseSchedule schedule,
        OrtDenoiser denoiser,
        Codec codec,
        @Nullable OrtTextEncoder text,
        String provider,
        String engine)
        implements AutoCloseable {

    public ModelManifest manifest() {
        return folder.manifest();
    }

    /** Size of its pictures. */
    public Size size() {
        return info.sizes().getFirst();
    }

    /**
     * The same model for pictures of this size.
     *
     * @throws EngineException {@code UNAVAILABLE} if it does not make such
     */
    public LoadedModel at(int width, int height) {
        if (!size().equals(new Size(width, height))) {
            throw new EngineException(
                    EngineException.Reason.UNAVAILABLE,
                    "model '" + info.id() + "' does not make pictures of " + width + "x" + height);
        }
        return this;
    }

    /** Shape of the noise that it starts from. */
    public Sample sampleShape() {
        return codec.sampleShape();
    }

    public boolean takesPrompt() {
        return text != null;
    }

    /** What a prompt says to the denoiser; that of the empty prompt is the other side of guidance. */
    public Conditioning condition(String prompt) {
        if (text == null) {
            throw new EngineException(
                    EngineException.Reason.UNAVAILABLE, "model '" + info.id() + "' does not take a prompt");
        }
        return text.encode(prompt);
    }

    /**
     * A picture of {@link #size} to a sample without noise. A model of moving pictures takes one frame and gives its three
     * planes.
     */
    public float[] encode(Pixels picture) {
        return codec.encode(picture);
    }

    /** A sample without noise to a picture of {@link #size}; for a model of moving pictures, one frame's three planes. */
    public Pixels decode(float[] sample) {
        return codec.decode(sample);
    }

    /** A quick look at an unfinished sample, at whatever size is cheap; no network takes part. */
    public Pixels preview(float[] sample) {
        return codec.preview(sample);
    }

    /**
     * A new sample's scheduler.
     *
     * @param name one of {@link ModelInfo#schedulers}
     * @throws EngineException {@code UNAVAILABLE} if it is not
     */
    public Scheduler scheduler(String name, int steps) {
        if (!info.schedulers().contains(name)) {
            throw new EngineException(
                    EngineException.Reason.UNAVAILABLE, "model '" + info.id() + "' has no scheduler '" + name + "'");
        }
        return Schedulers.create(name, schedule, steps);
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
                Map.of(),
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
        codec.close();
    }
}
