package io.darkroom.worker.residency;

import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.fleet.ModelInfo.Size;
import io.darkroom.contracts.outcome.Receipt;
import io.darkroom.worker.batch.Conditioning;
import io.darkroom.worker.batch.Denoiser;
import io.darkroom.worker.batch.DeviceLease;
import io.darkroom.worker.batch.EngineException;
import io.darkroom.worker.model.DiffusersFolder;
import io.darkroom.worker.model.ModelFolder;
import io.darkroom.worker.model.ModelManifest;
import io.darkroom.worker.model.ModelManifest.Sample;
import io.darkroom.worker.model.VerifiedModel;
import io.darkroom.worker.ort.Codec;
import io.darkroom.worker.ort.Enlarger;
import io.darkroom.worker.ort.OrtRestorer;
import io.darkroom.worker.ort.OrtRuntime;
import io.darkroom.worker.ort.Prompts;
import io.darkroom.worker.raster.Mask;
import io.darkroom.worker.raster.Pixels;
import io.darkroom.worker.scheduler.NoiseSchedule;
import io.darkroom.worker.scheduler.Scheduler;
import io.darkroom.worker.scheduler.Schedulers;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model that is ready to run, at one image size: the pipelines' view of it, whatever its layout and whether it works on pixels or
 * latents. Its networks are in memory while a job has it open ({@link Engine#open}); {@link #condition}, {@link #encode} and {@link
 * #decode} run networks, so they are called through {@link DeviceLease#call}.
 */
public final class LoadedModel {
    private final VerifiedModel folder;
    private final ModelInfo info;
    private final Size size;
    private final NoiseSchedule schedule;
    private final ModelProfile profile;
    private final ModelCache.CachedModel cached;
    private final OrtRuntime runtime;

    LoadedModel(
            VerifiedModel folder,
            ModelInfo info,
            Size size,
            NoiseSchedule schedule,
            ModelProfile profile,
            ModelCache.CachedModel cached,
            OrtRuntime runtime) {
        this.folder = folder;
        this.info = info;
        this.size = size;
        this.schedule = schedule;
        this.profile = profile;
        this.cached = cached;
        this.runtime = runtime;
    }

    public VerifiedModel folder() {
        return folder;
    }

    public ModelInfo info() {
        return info;
    }

    /** Whether a row of a run has the same bits beside any neighbours. */
    boolean isRowInvariant() {
        return profile.rowInvariance().exact();
    }

    NoiseSchedule schedule() {
        return schedule;
    }

    /** @throws IllegalStateException if it is not a model of Darkroom's own layout */
    public ModelManifest manifest() {
        if (folder instanceof ModelFolder own) {
            return own.manifest();
        }
        throw new IllegalStateException("model '" + info.id() + "' has no model.json");
    }

    /** Rows of a run. */
    public int rows() {
        return profile.rows();
    }

    ModelCache.CachedModel cached() {
        return cached;
    }

    /** The denoiser for images of this size. */
    public Denoiser denoiser() {
        return cached.networks().denoiser(size);
    }

    private Codec codec() {
        return cached.networks().codec(size);
    }

    /** Size of its images. */
    public Size size() {
        return size;
    }

    /**
     * The same model at another image size.
     *
     * @throws EngineException {@code UNAVAILABLE} if it does not support that size
     */
    public LoadedModel at(int width, int height) {
        Size wanted = new Size(width, height);
        if (size.equals(wanted)) {
            return this;
        }
        ModelInfo.SizeRange range = info.abilities().sizeRange();
        if (!info.sizes().contains(wanted) && (range == null || !range.holds(width, height))) {
            throw new EngineException(
                    EngineException.Reason.UNAVAILABLE,
                    "model '" + info.id() + "' does not make images of " + width + "x" + height);
        }
        return new LoadedModel(folder, info, wanted, schedule, profile, cached, runtime);
    }

    /** Shape of a sample, and so of the noise that it starts from. */
    public Sample sampleShape() {
        return switch (folder) {
            case ModelFolder own -> own.manifest().denoiser().sample();
            case DiffusersFolder export -> export.layout().sample(size.width(), size.height());
        };
    }

    /** Whether the denoiser is an inpainting network: it takes a mask and the masked image in {@link Conditioning#context}. */
    public boolean takesMask() {
        return folder instanceof DiffusersFolder export
                && export.layout().denoiser().inputChannels()
                        == 2 * sampleShape().channels() + 1;
    }

    public boolean takesPrompt() {
        return profile.takesPrompt();
    }

    /** Encodes a prompt for the denoiser; the empty prompt gives the unconditional side of guidance. */
    public Conditioning condition(String prompt) {
        Prompts prompts = cached.networks().prompts();
        if (prompts == null) {
            throw new EngineException(
                    EngineException.Reason.UNAVAILABLE, "model '" + info.id() + "' does not take a prompt");
        }
        return prompts.condition(prompt, size);
    }

    /**
     * Encodes an image of {@link #size} as a sample without noise. A video model takes one frame and returns its three planes.
     */
    public float[] encode(Pixels image) {
        return codec().encode(image);
    }

    /**
     * The additional channels of a network that {@link #takesMask}: the mask, 1 or 0 for each cell of a sample, then the image without
     * the masked part; {@code [1 + channels, height, width]}.
     *
     * @param mask of the image's size; what is 0.5 or more is drawn anew
     */
    public float[] maskChannels(Pixels image, Mask mask) {
        Sample shape = sampleShape();
        float[] cells = mask.cells(shape.width(), shape.height());
        float[] masked = codec().encode(image, mask);
        float[] out = new float[cells.length + masked.length];
        for (int i = 0; i < cells.length; i++) {
            out[i] = cells[i] >= 0.5f ? 1 : 0;
        }
        System.arraycopy(masked, 0, out, cells.length, masked.length);
        return out;
    }

    /** Decodes a sample without noise to an image of {@link #size}; for a video model, one frame's three planes. */
    public Pixels decode(float[] sample) {
        return codec().decode(sample);
    }

    /** A preview of an unfinished sample, at a size that is cheap; runs no network. */
    public Pixels preview(float[] sample) {
        return codec().preview(sample);
    }

    /** Enlarges images of any size; null if it has no upscaler. Used like {@link #decode}. */
    public @Nullable Enlarger enlarger() {
        return codec().enlarger();
    }

    /** Removes noise from images of any size; null if it has no restorer. Used like {@link #decode}. */
    public @Nullable OrtRestorer restorer() {
        return cached.networks().restorer();
    }

    /**
     * A scheduler for a new sample.
     *
     * @param name one of {@link ModelInfo#schedulers}
     * @throws EngineException {@code UNAVAILABLE} if it is not, or does not support this number of steps
     */
    public Scheduler scheduler(String name, int steps) {
        if (!info.schedulers().contains(name)) {
            throw new EngineException(
                    EngineException.Reason.UNAVAILABLE, "model '" + info.id() + "' has no scheduler '" + name + "'");
        }
        try {
            return Schedulers.create(name, schedule, steps);
        } catch (IllegalArgumentException e) {
            throw new EngineException(
                    EngineException.Reason.UNAVAILABLE, "model '" + info.id() + "': " + e.getMessage(), e);
        }
    }

    /** Name and version of the runtime. */
    public String engine() {
        return runtime.engine();
    }

    /** Names the rows where bytes depend on them: if the network is not row-invariant, or if memory ran short for the usual number. */
    private String invariance() {
        int rows = denoiser().rows();
        return isRowInvariant() && rows == profile.rows() ? "exact" : "rows=" + rows;
    }

    /** A receipt without additional settings. */
    public Receipt receipt(String scheduler, int steps, double guidanceScale, long seed) {
        return receipt(scheduler, steps, guidanceScale, seed, Map.of());
    }

    /**
     * The receipt of a job that ran with these parameters. Called while its lease is open.
     *
     * @param settings further settings needed to reproduce the result
     */
    public Receipt receipt(String scheduler, int steps, double guidanceScale, long seed, Map<String, String> settings) {
        Map<String, String> files = new HashMap<>(folder.digests());
        files.putAll(profile.digests());
        return new Receipt(
                info.id(),
                info.version(),
                files,
                scheduler,
                settings,
                steps,
                guidanceScale,
                seed,
                profile.precision(),
                runtime.provider(),
                invariance(),
                runtime.engine());
    }
}
