package io.darkroom.worker.pipeline.video;

import io.darkroom.contracts.fleet.ModelInfo.Size;
import io.darkroom.contracts.fleet.ModelInfo.Video;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.job.MediaRef;
import io.darkroom.contracts.job.PredictVideo;
import io.darkroom.contracts.outcome.Failure;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.contracts.outcome.Receipt;
import io.darkroom.worker.batch.DeviceLease;
import io.darkroom.worker.batch.EngineException;
import io.darkroom.worker.codec.ClipReader;
import io.darkroom.worker.codec.MediaBudget;
import io.darkroom.worker.codec.MediaException;
import io.darkroom.worker.codec.MediaThreads;
import io.darkroom.worker.pipeline.ConfigDigest;
import io.darkroom.worker.pipeline.Failures;
import io.darkroom.worker.pipeline.FinishedMedia;
import io.darkroom.worker.pipeline.Items;
import io.darkroom.worker.pipeline.Moderation;
import io.darkroom.worker.pipeline.Payload;
import io.darkroom.worker.pipeline.Pipeline;
import io.darkroom.worker.pipeline.PipelineContext;
import io.darkroom.worker.pipeline.PipelineContext.Offer;
import io.darkroom.worker.pipeline.PipelineException;
import io.darkroom.worker.pipeline.PipelineResult;
import io.darkroom.worker.pipeline.Progress;
import io.darkroom.worker.pipeline.Screening;
import io.darkroom.worker.pipeline.Settings;
import io.darkroom.worker.pipeline.Stage;
import io.darkroom.worker.raster.Pixels;
import io.darkroom.worker.raster.Similarity;
import io.darkroom.worker.residency.Engine;
import io.darkroom.worker.residency.LoadedModel;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code video.predict}: the last frames of a clip become n futures, each of {@code num_frames} frames. */
@ApplicationScoped
public class PredictVideoPipeline implements Pipeline {
    private static final int VERSION = 1;
    private static final int FIRST_STREAM = 0;

    private final Engine engine;
    private final MediaThreads media;
    private final ClipReader reader = new ClipReader(MediaBudget.DEFAULT);

    public PredictVideoPipeline(Engine engine, MediaThreads media) {
        this.engine = engine;
        this.media = media;
    }

    @Override
    public JobKind kind() {
        return JobKind.VIDEO_PREDICT;
    }

    @Override
    public PipelineResult run(String modelId, JobInput input, PipelineContext context) throws InterruptedException {
        if (!(input instanceof PredictVideo job)) {
            throw new IllegalArgumentException("not a video.predict input: " + input.kind());
        }
        try {
            // 1. Find the model, check that it can do this.
            LoadedModel model = engine.model(modelId);
            Video video = check(model, job);
            Rollout.Request ask = new Rollout.Request(
                    job.n(), job.numFrames(), job.steps(), job.scheduler(), job.seed(), FIRST_STREAM);
            Progress progress = new Progress(context, Rollout.steps(model, video.futureFrames(), ask));
            progress.goOnOrStop();
            // 2. Read the clip's last frames, fitted to the model's size, and encode them.
            List<Pixels> shown = frames(model, video, job, context);
            Receipt receipt =
                    model.receipt(job.scheduler(), job.steps(), job.guidanceScale(), job.seed(), Settings.of(job));
            String configDigest = ConfigDigest.of(receipt);
            try (DeviceLease lease = engine.open(model, context.priority())) {
                context.meter(lease::deviceNanos);
                List<float[]> seen = Stage.of(context, Stage.ENCODE_IMAGE, () -> encode(model, lease, shown));
                Supplier<Rollout> fresh = () -> new Rollout(
                        model, video.futureFrames(), ask, context.previews(), Collections.nCopies(job.n(), seen));
                Rollout rollout = resume(context.findCheckpoint(configDigest), fresh, progress);
                try (Offer _ = context.offerCheckpoint(
                        configDigest, () -> Payload.write(VERSION, out -> rollout.writeTo(out, lease.snapshot())))) {
                    // 3. Predict all futures in the running batch, block by block, from where an earlier attempt
                    // stopped.
                    Stage.denoise(context, job.n(), progress.steps() - progress.done(), lease::deviceNanos, () -> {
                        rollout.run(lease, context, progress);
                        return true;
                    });
                    // 4. Decode, measure, encode as files, store.
                    store(job, rollout, shown, lease, context, progress);
                }
                return new PipelineResult(receipt, progress.done(), lease.deviceNanos() / 1_000_000);
            }
        } catch (EngineException e) {
            throw Failures.of(e);
        } catch (MediaException e) {
            throw Failures.of(e);
        }
    }

    private static Rollout resume(Optional<byte[]> left, Supplier<Rollout> fresh, Progress progress) {
        Rollout rollout = fresh.get();
        if (left.isPresent() && !Payload.read(left.get(), VERSION, rollout::readFrom)) {
            rollout = fresh.get();
        }
        progress.reached(rollout.done());
        return rollout;
    }

    private void store(
            PredictVideo job,
            Rollout rollout,
            List<Pixels> context,
            DeviceLease lease,
            PipelineContext run,
            Progress progress)
            throws InterruptedException {
        Moderation moderation = run.moderation();
        List<Pixels> truth = truth(job, context.getFirst(), run);
        for (int item = rollout.stored(); item < job.n(); item++) {
            if (!rollout.skips(item)) {
                Items.finish(item, run, it -> {
                    List<Pixels> predicted = Stage.of(run, Stage.DECODE, () -> rollout.images(it, lease, progress));
                    Optional<Failure> refusal = media.call(() -> Screening.of(predicted, moderation));
                    if (refusal.isPresent()) {
                        run.refuse(it, refusal.get());
                    } else {
                        store(job, it, predicted, context, truth, run);
                    }
                });
            }
            rollout.storedUpTo(item + 1);
        }
    }

    private void store(
            PredictVideo job,
            int item,
            List<Pixels> predicted,
            List<Pixels> context,
            List<Pixels> truth,
            PipelineContext run)
            throws InterruptedException {
        List<Pixels> shown = new ArrayList<>(job.includeContext() ? context : List.of());
        shown.addAll(predicted);
        FinishedFuture finished =
                new FinishedFuture(item, job.seedOf(item), job.outputFormat(), job.fps(), shown, predicted);
        FinishedMedia clip = media.call(finished::clip);
        run.store(truth.isEmpty() ? clip : clip.with(media.call(() -> measures(predicted, truth))));
        if (job.frames()) {
            media.call(finished::stills).forEach(run::store);
        }
    }

    /** The actual frames, fitted like the context; empty if they were not given. */
    private List<Pixels> truth(PredictVideo job, Pixels size, PipelineContext context) throws InterruptedException {
        MediaRef truth = job.truth();
        if (truth == null) {
            return List.of();
        }
        byte[] clip = context.read(truth);
        return media.call(() -> reader.first(clip, job.numFrames(), job.fps(), size.width(), size.height()));
    }

    private static Map<String, Double> measures(List<Pixels> predicted, List<Pixels> truth) {
        Similarity similarity = Similarity.of(predicted, truth);
        double frames = Math.min(predicted.size(), truth.size());
        return Map.of("psnr", similarity.psnr(), "ssim", similarity.ssim(), "frames_compared", frames);
    }

    private static Video check(LoadedModel model, PredictVideo job) {
        Video video = model.info().video();
        if (video == null) {
            throw Failures.unavailable(model.info().id(), "does not serve video.predict");
        }
        if (!model.info().schedulers().contains(job.scheduler())) {
            throw Failures.unavailable(model.info().id(), "has no scheduler '" + job.scheduler() + "'");
        }
        if (!(job.fps() > 0)) {
            throw new PipelineException(FailureCode.INVALID_INPUT, "fps must be above 0, not " + job.fps());
        }
        return video;
    }

    private List<Pixels> frames(LoadedModel model, Video video, PredictVideo job, PipelineContext context)
            throws InterruptedException {
        byte[] clip = context.read(job.clip());
        Size size = model.size();
        return media.call(() -> reader.last(clip, video.contextFrames(), job.fps(), size.width(), size.height()));
    }

    private static List<float[]> encode(LoadedModel model, DeviceLease lease, List<Pixels> frames)
            throws InterruptedException {
        return lease.call(() -> frames.stream().map(model::encode).toList());
    }
}
