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
 * A model that is ready to run, at one size of its pictures. What pipelines know of a model is here, whatever its layout and
 * whether it works on pixels or latents. Its networks are in memory while somebody has it open ({@link Engine#open}); {@link
 * #condition}, {@link #encode} and {@link #decode} run them, so they are called through {@link DeviceLease#call}.
 */
public final class LoadedModel {
    private final VerifiedModel folder;
    private final ModelInfo info;
    private final Size size;
    private final RowInvarianceCheck trial;
    private final NoiseSchedule schedule;
    private final ModelCache.Place place;
    private final OrtRuntime runtime;
    private final Facts facts;

    /**
     * What is known of networks when they are not in memory, too.
     *
     * @param digests of networks outside of the folder, by file name
     */
    record Facts(int rows, boolean takesPrompt, String precision, Map<String, String> digests) {}

    LoadedModel(
            VerifiedModel folder,
            ModelInfo info,
            Size size,
            RowInvarianceCheck trial,
            NoiseSchedule schedule,
            ModelCache.Place place,
            OrtRuntime runtime,
            Facts facts) {
        this.folder = folder;
        this.info = info;
        this.size = size;
        this.trial = trial;
        this.schedule = schedule;
        this.place = place;
        this.runtime = runtime;
        this.facts = facts;
    }

    public VerifiedModel folder() {
        return folder;
    }

    public ModelInfo info() {
        return info;
    }

    public RowInvarianceCheck trial() {
        return trial;
    }

    public NoiseSchedule schedule() {
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
        return facts.rows();
    }

    ModelCache.Place place() {
        return place;
    }

    /** The denoiser for pictures of this size. */
    public Denoiser denoiser() {
        return place.networks().denoiser(size);
    }

    private Codec codec() {
        return place.networks().codec(size);
    }

    /** Size of its pictures. */
    public Size size() {
        return size;
    }

    /**
     * The same model for pictures of this size.
     *
     * @throws EngineException {@code UNAVAILABLE} if it does not make such
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
                    "model '" + info.id() + "' does not make pictures of " + width + "x" + height);
        }
        return new LoadedModel(folder, info, wanted, trial, schedule, place, runtime, facts);
    }

    /** Shape of the noise that it starts from. */
    public Sample sampleShape() {
        return switch (folder) {
            case ModelFolder own -> own.manifest().denoiser().sample();
            case DiffusersFolder export -> export.layout().sample(size.width(), size.height());
        };
    }

    /** Whether the denoiser was trained to repaint: it is shown a mask and the masked picture in {@link Conditioning#context}. */
    public boolean seesMask() {
        return folder instanceof DiffusersFolder export
                && export.layout().inputChannels() == 2 * sampleShape().channels() + 1;
    }

    public boolean takesPrompt() {
        return facts.takesPrompt();
    }

    /** What a prompt says to the denoiser; that of the empty prompt is the other side of guidance. */
    public Conditioning condition(String prompt) {
        Prompts prompts = place.networks().prompts();
        if (prompts == null) {
            throw new EngineException(
                    EngineException.Reason.UNAVAILABLE, "model '" + info.id() + "' does not take a prompt");
        }
        return prompts.condition(prompt, size);
    }

    /**
     * A picture of {@link #size} to a sample without noise. A model of moving pictures takes one frame and gives its three
     * planes.
     */
    public float[] encode(Pixels picture) {
        return codec().encode(picture);
    }

    /**
     * What a network that {@link #seesMask} is shown: where to draw, 1 or 0 for each cell of a sample, then the picture without
     * that part; {@code [1 + channels, height, width]}.
     *
     * @param drawn of the picture's size; drawn is where it is half or more
     */
    public float[] maskChannels(Pixels picture, Mask drawn) {
        Sample shape = sampleShape();
        float[] cells = drawn.cells(shape.width(), shape.height());
        float[] masked = codec().encode(picture, drawn);
        float[] out = new float[cells.length + masked.length];
        for (int i = 0; i < cells.length; i++) {
            out[i] = cells[i] >= 0.5f ? 1 : 0;
        }
        System.arraycopy(masked, 0, out, cells.length, masked.length);
        return out;
    }

    /** A sample without noise to a picture of {@link #size}; for a model of moving pictures, one frame's three planes. */
    public Pixels decode(float[] sample) {
        return codec().decode(sample);
    }

    /** A quick look at an unfinished sample, at whatever size is cheap; no network takes part. */
    public Pixels preview(float[] sample) {
        return codec().preview(sample);
    }

    /** Enlarges pictures of any size; null: it does not. Used like {@link #decode}. */
    public @Nullable Enlarger enlarger() {
        return codec().enlarger();
    }

    /** Takes noise out of pictures of any size; null: it does not. Used like {@link #decode}. */
    public @Nullable OrtRestorer restorer() {
        return place.networks().restorer();
    }

    /**
     * A new sample's scheduler.
     *
     * @param name one of {@link ModelInfo#schedulers}
     * @throws EngineException {@code UNAVAILABLE} if it is not, or does not take so many steps
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

    /** Rows are told where bytes depend on them: on this network by nature, or because memory ran short for the usual ones. */
    private String invariance() {
        int rows = denoiser().rows();
        return trial.exact() && rows == facts.rows() ? "exact" : "rows=" + rows;
    }

    /** The same without further settings. */
    public Receipt receipt(String scheduler, int steps, double guidanceScale, long seed) {
        return receipt(scheduler, steps, guidanceScale, seed, Map.of());
    }

    /**
     * The receipt of a job that ran with these parameters, to be asked for while its share is open.
     *
     * @param settings what else it takes to make it again
     */
    public Receipt receipt(String scheduler, int steps, double guidanceScale, long seed, Map<String, String> settings) {
        Map<String, String> files = new HashMap<>(folder.digests());
        files.putAll(facts.digests());
        return new Receipt(
                info.id(),
                info.version(),
                files,
                scheduler,
                settings,
                steps,
                guidanceScale,
                seed,
                facts.precision(),
                runtime.provider(),
                invariance(),
                runtime.engine());
    }
}
