package io.darkroom.worker.engine;

import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.worker.model.ModelFolder;
import io.darkroom.worker.model.ModelManifest;
import io.darkroom.worker.model.ModelManifest.Limits;
import io.darkroom.worker.model.ModelManifest.TextEncoder;
import io.darkroom.worker.model.ModelManifest.Upscaler;
import io.darkroom.worker.model.ModelManifest.Video;
import io.darkroom.worker.scheduler.NoiseSchedule;
import io.darkroom.worker.scheduler.Schedulers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Opens a verified model folder and tries it out. Text encoders are shared between the models that want the same one. */
final class ModelLoader implements AutoCloseable {
    private final OrtRuntime runtime;
    private final Map<String, Integer> rows;
    private final LongSupplier nanoTime;
    private final Map<Integer, OrtTextEncoder> encoders = new HashMap<>();

    /** @param rows of one run, by model id, where the default does not do */
    ModelLoader(OrtRuntime runtime, Map<String, Integer> rows, LongSupplier nanoTime) {
        this.runtime = runtime;
        this.rows = Map.copyOf(rows);
        this.nanoTime = nanoTime;
    }

    /** @throws EngineException if the networks do not fit the manifest, or do not run */
    LoadedModel load(ModelFolder folder) {
        ModelManifest manifest = folder.manifest();
        OrtTextEncoder text = encoder(manifest.textEncoder());
        OrtDenoiser denoiser = new OrtDenoiser(runtime, folder, rows(manifest));
        try {
            OrtUpscaler upscaler = upscaler(folder, manifest);
            Trial trial = Trial.of(denoiser, manifest, nanoTime);
            return new LoadedModel(
                    folder,
                    info(folder, trial, denoiser.rows()),
                    trial,
                    new NoiseSchedule(manifest.scheduler()),
                    denoiser,
                    new PixelCodec(manifest, upscaler),
                    text,
                    runtime.provider(),
                    runtime.engine());
        } catch (RuntimeException e) {
            denoiser.close();
            throw e;
        }
    }

    private int rows(ModelManifest manifest) {
        int least = manifest.textEncoder() == null ? 1 : 2;
        int wanted = rows.getOrDefault(manifest.id(), least);
        if (wanted < least) {
            throw new EngineException(
                    EngineException.Reason.BROKEN,
                    "darkroom.engine.rows of model '" + manifest.id() + "' is " + wanted + ", but guidance needs "
                            + least);
        }
        return wanted;
    }

    private @Nullable OrtTextEncoder encoder(@Nullable TextEncoder wanted) {
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

    private static ModelInfo info(ModelFolder folder, Trial trial, int rows) {
        ModelManifest manifest = folder.manifest();
        Limits limits = manifest.limits();
        Video video = manifest.video();
        int rowsOfOne = manifest.textEncoder() == null ? 1 : 2;
        return new ModelInfo(
                manifest.id(),
                manifest.version(),
                manifest.name(),
                manifest.description(),
                manifest.license(),
                folder.digest(),
                manifest.kinds(),
                List.of(new ModelInfo.Size(
                        manifest.output().width(), manifest.output().height())),
                manifest.styles(),
                Schedulers.NAMES,
                new ModelInfo.Defaults(
                        manifest.defaults().steps(), manifest.defaults().guidanceScale()),
                new ModelInfo.Limits(
                        limits.maxSteps(),
                        limits.maxFutures() == null || video == null ? limits.maxImages() : limits.maxFutures(),
                        limits.maxPromptChars(),
                        limits.maxFrames() == null ? 0 : limits.maxFrames()),
                video == null ? null : new ModelInfo.Video(video.contextFrames(), video.futureFrames(), video.fps()),
                abilities(manifest),
                trial.runSeconds() * rowsOfOne / rows);
    }

    private static ModelInfo.Abilities abilities(ModelManifest manifest) {
        Upscaler upscaler = manifest.upscaler();
        List<Integer> factors = upscaler == null || !manifest.kinds().contains(JobKind.IMAGE_UPSCALE)
                ? List.of()
                : List.of(upscaler.factor());
        boolean transparent = !manifest.output().alpha().equals("none");
        return new ModelInfo.Abilities(factors, null, transparent, null);
    }

    @Override
    public void close() {
        encoders.values().forEach(OrtTextEncoder::close);
    }
}
