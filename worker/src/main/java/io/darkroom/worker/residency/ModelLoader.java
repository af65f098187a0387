package io.darkroom.worker.residency;

import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.fleet.ModelInfo.Size;
import io.darkroom.worker.batch.Conditioning;
import io.darkroom.worker.batch.EngineException;
import io.darkroom.worker.batch.GaussianNoise;
import io.darkroom.worker.model.DiffusersFolder;
import io.darkroom.worker.model.DiffusersLayout;
import io.darkroom.worker.model.ModelFolder;
import io.darkroom.worker.model.ModelManifest;
import io.darkroom.worker.model.ModelManifest.TextEncoder;
import io.darkroom.worker.model.ModelManifest.Video;
import io.darkroom.worker.model.VerifiedModel;
import io.darkroom.worker.ort.NetworkOpener;
import io.darkroom.worker.ort.Networks;
import io.darkroom.worker.ort.OrtDenoiser;
import io.darkroom.worker.ort.OrtRuntime;
import io.darkroom.worker.ort.Prompts;
import io.darkroom.worker.scheduler.NoiseSchedule;
import java.util.Arrays;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/** Adds verified models to the cache and loads each of them once, to check and to measure it. */
final class ModelLoader implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ModelLoader.class);

    private final OrtRuntime runtime;
    private final RowsPlan plan;
    private final LongSupplier nanoTime;
    private final ModelCache cache;
    private final NetworkOpener opener;

    ModelLoader(OrtRuntime runtime, RowsPlan plan, LongSupplier nanoTime, ModelCache cache) {
        this.runtime = runtime;
        this.plan = plan;
        this.nanoTime = nanoTime;
        this.cache = cache;
        this.opener = new NetworkOpener(runtime);
    }

    /** @throws EngineException if the networks do not match their description, or do not run */
    LoadedModel load(VerifiedModel folder) {
        return switch (folder) {
            case ModelFolder own -> load(own);
            case DiffusersFolder export -> load(export);
        };
    }

    private LoadedModel load(ModelFolder folder) {
        ModelManifest manifest = folder.manifest();
        int rows = rows(folder, manifest.textEncoder() == null ? 1 : 2);
        ModelCache.CachedModel cached = cache.add(folder.id(), folder.bytes(), () -> opener.open(folder, rows));
        Networks networks = cached.acquire();
        try {
            Size size = new Size(manifest.output().width(), manifest.output().height());
            RowInvarianceCheck check = RowInvarianceCheck.run(
                    networks.denoiser(size),
                    manifest.denoiser().sample().size(),
                    noiseConditioning(manifest),
                    nanoTime);
            WarmUpCheck.run(manifest, networks);
            ModelInfo info = ModelInfos.of(folder, check, rows);
            ModelProfile profile = ModelProfile.of(networks, check, rows);
            NoiseSchedule schedule = new NoiseSchedule(manifest.scheduler());
            return new LoadedModel(folder, info, size, schedule, profile, cached, runtime);
        } finally {
            cached.release();
        }
    }

    private LoadedModel load(DiffusersFolder folder) {
        DiffusersLayout layout = folder.layout();
        int rows = rows(folder.id(), 2);
        ModelCache.CachedModel cached = cache.add(folder.id(), folder.bytes(), () -> opener.open(folder, rows));
        Networks networks = cached.acquire();
        try {
            Size size = new Size(layout.side(), layout.side());
            Prompts prompts = networks.prompts();
            if (prompts == null) {
                throw new IllegalStateException("a Diffusers layout takes prompts");
            }
            int context = (layout.denoiser().inputChannels() - layout.vae().channels())
                    * networks.codec(size).sampleShape().pixels();
            RowInvarianceCheck check = RowInvarianceCheck.run(
                    networks.denoiser(size),
                    networks.codec(size).sampleShape().size(),
                    seed -> prompts.condition("number " + seed, size).with(GaussianNoise.of(~seed, context)),
                    nanoTime);
            WarmUpCheck.run(folder, networks);
            ModelInfo info = ModelInfos.of(folder, check, rows, networks.takesAnySize());
            ModelProfile profile = ModelProfile.of(networks, check, rows);
            NoiseSchedule schedule = new NoiseSchedule(layout.scheduler());
            return new LoadedModel(folder, info, size, schedule, profile, cached, runtime);
        } finally {
            cached.release();
        }
    }

    private int rows(String model, int least) {
        int wanted = plan.fixed().getOrDefault(model, least);
        if (wanted < 1) {
            throw new EngineException(
                    EngineException.Reason.BROKEN,
                    "darkroom.engine.rows of model '" + model + "' is " + wanted + ", but must be 1 or more");
        }
        return wanted;
    }

    /** The configured number, or the one measured on this machine. */
    private int rows(ModelFolder folder, int least) {
        int fallback = rows(folder.id(), least);
        return plan.fixed().containsKey(folder.id())
                ? fallback
                : runtime.cache().rows(folder.digest(), fallback, () -> measureRows(folder, least));
    }

    private int measureRows(ModelFolder folder, int least) {
        ModelManifest manifest = folder.manifest();
        int size = manifest.denoiser().sample().size();
        try (OrtDenoiser denoiser = opener.openDenoiser(folder, least)) {
            BatchCurve.Probe probe = rows -> {
                denoiser.resize(rows);
                return RowInvarianceCheck.seconds(denoiser, size, noiseConditioning(manifest), nanoTime);
            };
            BatchCurve curve = BatchCurve.measure(least, plan.runMemory(), probe, ProcessMemory::peak);
            LOG.infof("model %s: runs have %d rows on this machine; %s", folder.id(), curve.rows(), curve);
            return curve.rows();
        }
    }

    /** Noise in place of prompts and context frames. */
    private static LongFunction<Conditioning> noiseConditioning(ModelManifest manifest) {
        TextEncoder encoder = manifest.textEncoder();
        Video video = manifest.video();
        int channels = video == null ? 0 : video.contextFrames() * video.channels();
        int context = channels * manifest.denoiser().sample().pixels();
        return seed -> {
            if (encoder == null) {
                return Conditioning.frames(GaussianNoise.of(~seed, context));
            }
            float[] mask = new float[encoder.maxTokens()];
            Arrays.fill(mask, 0, (int) Math.min(mask.length, 2 + seed), 1);
            return Conditioning.text(GaussianNoise.of(~seed, mask.length * NetworkOpener.TEXT_WIDTH), mask);
        };
    }

    @Override
    public void close() {
        opener.close();
    }
}
