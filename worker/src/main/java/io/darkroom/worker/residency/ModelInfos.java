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

/** Builds the announcement of a model. */
final class ModelInfos {
    private ModelInfos() {}

    static ModelInfo of(ModelFolder folder, RowInvarianceCheck check, int rows) {
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
                check.runSeconds() * rowsOfOne / rows);
    }

    private static Abilities abilities(ModelManifest manifest) {
        Upscaler upscaler = manifest.upscaler();
        List<Integer> factors = upscaler == null || !manifest.kinds().contains(JobKind.IMAGE_UPSCALE)
                ? List.of()
                : upscaleFactors(upscaler.factor());
        boolean transparent = manifest.output().channels() == 4;
        return new Abilities(factors, null, transparent, null);
    }

    /** An image enlarged by 4 can be averaged down to 2. */
    private static List<Integer> upscaleFactors(int factor) {
        return factor == 4 ? List.of(2, 4) : List.of(factor);
    }

    /** @param anySize whether the networks take sizes other than the default */
    static ModelInfo of(DiffusersFolder folder, RowInvarianceCheck check, int rows, boolean anySize) {
        DiffusersLayout layout = folder.layout();
        DiffusersNotes.Limits limits = layout.limits();
        return new ModelInfo(
                layout.id(),
                layout.card().version(),
                layout.card().name(),
                layout.card().description(),
                layout.card().license(),
                folder.digest(),
                kinds(folder),
                List.of(new Size(layout.side(), layout.side())),
                layout.card().styles(),
                Schedulers.of(layout.scheduler()),
                new ModelInfo.Defaults(
                        layout.defaults().steps(), layout.defaults().guidanceScale()),
                new ModelInfo.Limits(limits.maxSteps(), limits.maxImages(), limits.maxPromptChars(), 0),
                null,
                new Abilities(List.of(), anySize ? range(layout) : null, false, null),
                check.runSeconds() * 2 / rows);
    }

    private static SizeRange range(DiffusersLayout layout) {
        int multiple = layout.sideMultiple();
        Integer limit = layout.limits().maxSide();
        int max = limit == null ? 2 * layout.side() : limit;
        return new SizeRange(multiple, Math.ceilDiv(layout.side() / 2, multiple) * multiple, max / multiple * multiple);
    }

    private static List<JobKind> kinds(DiffusersFolder folder) {
        DiffusersLayout layout = folder.layout();
        boolean takesImages = folder.hasVaeEncoder();
        List<JobKind> kinds = new ArrayList<>();
        if (layout.denoiser().inputChannels() == layout.vae().channels()) {
            kinds.addAll(List.of(
                    JobKind.IMAGE_GENERATE,
                    JobKind.IMAGE_INTERPOLATE,
                    JobKind.IMAGE_COMPOSE,
                    JobKind.DATASET_SYNTHESIZE));
            if (takesImages) {
                kinds.addAll(List.of(JobKind.IMAGE_TRANSFORM, JobKind.IMAGE_VARY, JobKind.IMAGE_DETECT_ANOMALIES));
            }
        }
        if (takesImages) {
            kinds.addAll(List.of(JobKind.IMAGE_INPAINT, JobKind.IMAGE_OUTPAINT));
        }
        return kinds;
    }
}
