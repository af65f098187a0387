package io.darkroom.worker.residency;

import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.fleet.ModelInfo.Abilities;
import io.darkroom.contracts.fleet.ModelInfo.Size;
import io.darkroom.contracts.fleet.ModelInfo.SizeRange;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.worker.model.DiffusersFolder;
import io.darkroom.worker.model.DiffusersLayout;
import io.darkroom.worker.model.DiffusersNotes;
import io.darkroom.worker.model.ModelFolder;
import io.darkroom.worker.model.ModelManifest;
import io.darkroom.worker.model.ModelManifest.Limits;
import io.darkroom.worker.model.ModelManifest.Upscaler;
import io.darkroom.worker.model.ModelManifest.Video;
import io.darkroom.worker.scheduler.Schedulers;
import java.util.ArrayList;
import java.util.List;

/** What is announced of a model. */
final class ModelInfos {
    private ModelInfos() {}

    static ModelInfo of(ModelFolder folder, RowInvarianceCheck trial, int rows) {
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
                List.of(new Size(manifest.output().width(), manifest.output().height())),
                manifest.styles(),
                Schedulers.of(manifest.scheduler()),
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

    private static Abilities abilities(ModelManifest manifest) {
        Upscaler upscaler = manifest.upscaler();
        List<Integer> factors = upscaler == null || !manifest.kinds().contains(JobKind.IMAGE_UPSCALE)
                ? List.of()
                : upscaleFactors(upscaler.factor());
        boolean transparent = !manifest.output().alpha().equals("none");
        return new Abilities(factors, null, transparent, null);
    }

    /** What is enlarged by more can be averaged down. */
    private static List<Integer> upscaleFactors(int factor) {
        return factor == 4 ? List.of(2, 4) : List.of(factor);
    }

    /** @param anySize whether the networks take other sizes than the default */
    static ModelInfo of(DiffusersFolder folder, RowInvarianceCheck trial, int rows, boolean anySize) {
        DiffusersLayout layout = folder.layout();
        DiffusersNotes.Limits limits = layout.limits();
        return new ModelInfo(
                layout.id(),
                layout.version(),
                layout.name(),
                layout.description(),
                layout.license(),
                folder.digest(),
                kinds(folder),
                List.of(new Size(layout.side(), layout.side())),
                layout.styles(),
                Schedulers.of(layout.scheduler()),
                new ModelInfo.Defaults(
                        layout.defaults().steps(), layout.defaults().guidanceScale()),
                new ModelInfo.Limits(limits.maxSteps(), limits.maxImages(), limits.maxPromptChars(), 0),
                null,
                new Abilities(List.of(), anySize ? range(layout) : null, false, null),
                trial.runSeconds() * 2 / rows);
    }

    private static SizeRange range(DiffusersLayout layout) {
        int multiple = layout.sideMultiple();
        Integer most = layout.limits().maxSide();
        int max = most == null ? 2 * layout.side() : most;
        return new SizeRange(multiple, Math.ceilDiv(layout.side() / 2, multiple) * multiple, max / multiple * multiple);
    }

    private static List<JobKind> kinds(DiffusersFolder folder) {
        DiffusersLayout layout = folder.layout();
        boolean takesPictures = folder.digests().containsKey("vae_encoder/model.onnx");
        List<JobKind> kinds = new ArrayList<>();
        if (layout.inputChannels() == layout.vae().channels()) {
            kinds.addAll(List.of(
                    JobKind.IMAGE_GENERATE,
                    JobKind.IMAGE_INTERPOLATE,
                    JobKind.IMAGE_COMPOSE,
                    JobKind.DATASET_SYNTHESIZE));
            if (takesPictures) {
                kinds.addAll(List.of(JobKind.IMAGE_TRANSFORM, JobKind.IMAGE_VARY, JobKind.IMAGE_DETECT_ANOMALIES));
            }
        }
        if (takesPictures) {
            kinds.addAll(List.of(JobKind.IMAGE_INPAINT, JobKind.IMAGE_OUTPAINT));
        }
        return kinds;
    }
}
