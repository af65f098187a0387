package io.darkroom.worker.residency;

import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.fleet.ModelInfo.Size;
import io.darkroom.worker.batch.BatchCurve;
import io.darkroom.worker.batch.Conditioning;
import io.darkroom.worker.batch.EngineException;
import io.darkroom.worker.batch.GaussianNoise;
import io.darkroom.worker.batch.RowsPlan;
import io.darkroom.worker.model.DiffusersFolder;
import io.darkroom.worker.model.DiffusersLayout;
import io.darkroom.worker.model.ModelFolder;
import io.darkroom.worker.model.ModelManifest;
import io.darkroom.worker.model.ModelManifest.Restorer;
import io.darkroom.worker.model.ModelManifest.TextEncoder;
import io.darkroom.worker.model.ModelManifest.Upscaler;
import io.darkroom.worker.model.ModelManifest.Video;
import io.darkroom.worker.model.VerifiedModel;
import io.darkroom.worker.ort.DiffusersNetworks;
import io.darkroom.worker.ort.Networks;
import io.darkroom.worker.ort.OrtDenoiser;
import io.darkroom.worker.ort.OrtRestorer;
import io.darkroom.worker.ort.OrtRuntime;
import io.darkroom.worker.ort.OrtTextEncoder;
import io.darkroom.worker.ort.OrtUpscaler;
import io.darkroom.worker.ort.PixelCodec;
import io.darkroom.worker.ort.PixelNetworks;
import io.darkroom.worker.ort.Prompts;
import io.darkroom.worker.scheduler.NoiseSchedule;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Gives verified models their place on the shelf and tries each out once. Text encoders that the worker brings are shared
 * between the models that want the same one.
 */
final class ModelLoader implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ModelLoader.class);

    private final OrtRuntime runtime;
    private final RowsPlan plan;
    private final LongSupplier nanoTime;
    private final ModelCache shelf;
    private final Map<Integer, OrtTextEncoder> encoders = new HashMap<>();

    ModelLoader(OrtRuntime runtime, RowsPlan plan, LongSupplier nanoTime, ModelCache shelf) {
        this.runtime = runtime;
        this.plan = plan;
        this.nanoTime = nanoTime;
        this.shelf = shelf;
    }

    /** @throws EngineException if the networks do not fit what is said of them, or do not run */
    LoadedModel load(VerifiedModel folder) {
        return switch (folder) {
            case ModelFolder own -> load(own);
            case DiffusersFolder export -> load(export);
        };
    }

    private LoadedModel load(ModelFolder folder) {
        ModelManifest manifest = folder.manifest();
        int rows = rows(folder, manifest.textEncoder() == null ? 1 : 2);
        ModelCache.Place place = shelf.add(folder.id(), folder.bytes(), () -> open(folder, rows));
        Networks networks = place.take();
        try {
            Size size = new Size(manifest.output().width(), manifest.output().height());
            RowInvarianceCheck trial = RowInvarianceCheck.of(
                    networks.denoiser(size), manifest.denoiser().sample().size(), told(manifest), nanoTime);
            WarmUpCheck.of(manifest, networks.codec(size), networks.restorer());
            ModelInfo info = ModelInfos.of(folder, trial, rows);
            NoiseSchedule schedule = new NoiseSchedule(manifest.scheduler());
            return new LoadedModel(folder, info, size, trial, schedule, place, runtime, facts(networks, rows));
        } finally {
            place.giveBack();
        }
    }

    private LoadedModel load(DiffusersFolder folder) {
        DiffusersLayout layout = folder.layout();
        int rows = rows(folder.id(), 2);
        ModelCache.Place place =
                shelf.add(folder.id(), folder.bytes(), () -> new DiffusersNetworks(runtime, folder, rows));
        Networks networks = place.take();
        try {
            Size size = new Size(layout.side(), layout.side());
            Prompts prompts = networks.prompts();
            if (prompts == null) {
                throw new IllegalStateException("a Diffusers layout takes prompts");
            }
            int further = (layout.inputChannels() - layout.vae().channels())
                    * networks.codec(size).sampleShape().pixels();
            RowInvarianceCheck trial = RowInvarianceCheck.of(
                    networks.denoiser(size),
                    networks.codec(size).sampleShape().size(),
                    seed -> prompts.condition("number " + seed, size).with(GaussianNoise.of(~seed, further)),
                    nanoTime);
            WarmUpCheck.of(folder, networks);
            ModelInfo info = ModelInfos.of(folder, trial, rows, networks.anySize());
            NoiseSchedule schedule = new NoiseSchedule(layout.scheduler());
            return new LoadedModel(folder, info, size, trial, schedule, place, runtime, facts(networks, rows));
        } finally {
            place.giveBack();
        }
    }

    private static LoadedModel.Facts facts(Networks networks, int rows) {
        Prompts prompts = networks.prompts();
        return new LoadedModel.Facts(
                rows, prompts != null, networks.precision(), prompts == null ? Map.of() : prompts.digests());
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

    /** Those that were set, or those that the machine does best. */
    private int rows(ModelFolder folder, int least) {
        int otherwise = rows(folder.id(), least);
        return plan.fixed().containsKey(folder.id())
                ? otherwise
                : runtime.cache().rows(folder.digest(), otherwise, () -> measured(folder, least));
    }

    private int measured(ModelFolder folder, int least) {
        ModelManifest manifest = folder.manifest();
        int size = manifest.denoiser().sample().size();
        try (OrtDenoiser denoiser = new OrtDenoiser(runtime, folder, least)) {
            BatchCurve.Probe probe = rows -> {
                denoiser.resize(rows);
                return RowInvarianceCheck.seconds(denoiser, size, told(manifest), nanoTime);
            };
            BatchCurve curve = BatchCurve.measure(least, plan.runMemory(), probe, ProcessMemory::resident);
            LOG.infof("model %s: runs have %d rows on this machine; %s", folder.id(), curve.rows(), curve);
            return curve.rows();
        }
    }

    private Networks open(ModelFolder folder, int rows) {
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

    /** Models are loaded by the jobs that want them, so maybe several at once. */
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
                : new OrtUpscaler(
                        runtime, folder, upscaler, manifest.output().alpha().equals("none") ? 3 : 4);
    }

    private @Nullable OrtRestorer restorer(ModelFolder folder, @Nullable Restorer restorer) {
        return restorer == null ? null : new OrtRestorer(runtime, folder, restorer);
    }

    /** Noise in place of prompts and frames. */
    private static LongFunction<Conditioning> told(ModelManifest manifest) {
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
            return Conditioning.text(GaussianNoise.of(~seed, mask.length * OrtTextEncoder.WIDTH), mask);
        };
    }

    @Override
    public void close() {
        encoders.values().forEach(OrtTextEncoder::close);
    }
}
