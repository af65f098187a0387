package io.darkroom.worker.pipeline.video;

import io.darkroom.contracts.fleet.ModelInfo.Size;
import io.darkroom.contracts.fleet.ModelInfo.Video;
import io.darkroom.contracts.job.GenerateVideo;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.outcome.Failure;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.contracts.outcome.Receipt;
import io.darkroom.worker.batch.DeviceLease;
import io.darkroom.worker.batch.EngineException;
import io.darkroom.worker.codec.MediaThreads;
import io.darkroom.worker.pipeline.ConfigDigest;
import io.darkroom.worker.pipeline.Failures;
import io.darkroom.worker.pipeline.Items;
import io.darkroom.worker.pipeline.Moderation;
import io.darkroom.worker.pipeline.Payload;
import io.darkroom.worker.pipeline.Pipeline;
import io.darkroom.worker.pipeline.PipelineContext;
import io.darkroom.worker.pipeline.PipelineContext.Offer;
import io.darkroom.worker.pipeline.PipelineException;
import io.darkroom.worker.pipeline.PipelineResult;
import io.darkroom.worker.pipeline.Progress;
import io.darkroom.worker.pipeline.Samples;
import io.darkroom.worker.pipeline.Screening;
import io.darkroom.worker.pipeline.Settings;
import io.darkroom.worker.pipeline.Stage;
import io.darkroom.worker.raster.Fit;
import io.darkroom.worker.raster.Pixels;
import io.darkroom.worker.residency.Engine;
import io.darkroom.worker.residency.LoadedModel;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code video.generate}: an image model of the same worker draws the first frame, on white if it is transparent; the video
 * model predicts the following frames, from the first frame repeated until its context is full.
 */
@ApplicationScoped
public class GenerateVideoPipeline implements Pipeline {
    private static final int VERSION = 1;
    /** The first frame has stream 0. */
    private static final int FIRST_STREAM = 1;

    private final Engine engine;
    private final MediaThreads media;

    public GenerateVideoPipeline(Engine engine, MediaThreads media) {
        this.engine = engine;
        this.media = media;
    }

    @Override
    public JobKind kind() {
        return JobKind.VIDEO_GENERATE;
    }

    @Override
    public PipelineResult run(String modelId, JobInput input, PipelineContext context) throws InterruptedException {
        if (!(input instanceof GenerateVideo job)) {
            throw new IllegalArgumentException("not a video.generate input: " + input.kind());
        }
        try {
            // 1. Find both models, check that they can do this.
            LoadedModel model = engine.model(modelId);
            Video video = check(model, job);
            LoadedModel painter = painter(job);
            Receipt receipt = receipt(job, model, painter);
            Optional<Failure> refusal = context.moderation().prompt(job.prompt());
            if (refusal.isPresent()) {
                for (int item = 0; item < job.n(); item++) {
                    context.refuse(item, refusal.get());
                }
                return new PipelineResult(receipt, 0, 0);
            }
            try (DeviceLease imageLease = engine.open(painter, context.priority());
                    DeviceLease videoLease = engine.open(model, context.priority())) {
                context.meter(() -> imageLease.deviceNanos() + videoLease.deviceNanos());
                Run run = new Run(job, model, video, painter, imageLease, videoLease, context);
                run.execute(ConfigDigest.of(receipt));
                return new PipelineResult(
                        receipt,
                        run.progress.done(),
                        (imageLease.deviceNanos() + videoLease.deviceNanos()) / 1_000_000);
            }
        } catch (EngineException e) {
            throw Failures.of(e);
        }
    }

    /** One running job. */
    private final class Run {
        private final GenerateVideo job;
        private final LoadedModel model;
        private final Video video;
        private final LoadedModel painter;
        private final DeviceLease imageLease;
        private final DeviceLease videoLease;
        private final PipelineContext context;
        private final Moderation moderation;
        private final Rollout.Request ask;
        private final int drawing;
        private final Progress progress;
        private final Set<Integer> refused = new HashSet<>();
        private FirstFrames firsts;
        private byte[] rolloutPayload = new byte[0];
        private int doneBefore;
        private Optional<Rollout> rollout = Optional.empty();

        Run(
                GenerateVideo job,
                LoadedModel model,
                Video video,
                LoadedModel painter,
                DeviceLease imageLease,
                DeviceLease videoLease,
                PipelineContext context) {
            this.job = job;
            this.model = model;
            this.video = video;
            this.painter = painter;
            this.imageLease = imageLease;
            this.videoLease = videoLease;
            this.context = context;
            this.moderation = context.moderation();
            this.ask = new Rollout.Request(
                    job.n(), job.numFrames() - 1, job.steps(), job.scheduler(), job.seed(), FIRST_STREAM);
            this.drawing = job.n()
                    * painter.scheduler(job.imageScheduler(), job.imageSteps()).steps();
            this.progress = new Progress(context, drawing + Rollout.steps(model, video.futureFrames(), ask));
            this.firsts = new FirstFrames(painter, job);
        }

        void execute(String configDigest) throws InterruptedException {
            context.findCheckpoint(configDigest).ifPresent(this::resume);
            progress.reached(doneBefore);
            try (Offer _ = context.offerCheckpoint(configDigest, this::snapshot)) {
                // 2. Draw the first frames, each with the noise of its own seed.
                List<Pixels> frames = firstFrames();
                // 3. Predict the following frames, block by block.
                Rollout futures = rollout(frames);
                rollout = Optional.of(futures);
                progress.reached(drawing + futures.done());
                Stage.denoise(context, job.n(), progress.steps() - progress.done(), videoLease::deviceNanos, () -> {
                    futures.run(videoLease, context, progress);
                    return true;
                });
                // 4. Decode, encode as files, store.
                for (int item = futures.stored(); item < job.n(); item++) {
                    if (!futures.skips(item)) {
                        Items.finish(item, context, it -> store(it, frames.get(it), futures));
                    }
                    futures.storedUpTo(item + 1);
                }
            }
        }

        private void resume(byte[] payload) {
            boolean complete = Payload.read(payload, VERSION, in -> {
                doneBefore = in.readInt();
                firsts.readFrom(in);
                rolloutPayload = Payload.readBytes(in);
            });
            if (!complete) {
                firsts = new FirstFrames(painter, job);
                rolloutPayload = new byte[0];
                doneBefore = 0;
            }
        }

        private byte[] snapshot() {
            byte[] rolloutState = rollout.map(
                            it -> Payload.write(VERSION, out -> it.writeTo(out, videoLease.snapshot())))
                    .orElse(rolloutPayload);
            return Payload.write(VERSION, out -> {
                out.writeInt(progress.done());
                firsts.writeTo(out, imageLease.snapshot());
                out.writeInt(rolloutState.length);
                out.write(rolloutState);
            });
        }

        private List<Pixels> firstFrames() throws InterruptedException {
            List<Pixels> frames = new ArrayList<>();
            Size size = model.size();
            Samples samples = Stage.denoise(
                    context, job.n(), drawing, imageLease::deviceNanos, () -> firsts.draw(imageLease, progress));
            for (int item = 0; item < job.n(); item++) {
                progress.goOnOrStop();
                boolean drawn = Items.finish(item, context, it -> {
                    Pixels image = imageLease.call(() -> painter.decode(samples.get(it)));
                    frames.add(media.call(() -> Fit.letterbox(image, size.width(), size.height())));
                });
                if (!drawn) {
                    refused.add(item);
                    frames.add(blank(size));
                }
            }
            return frames;
        }

        private Rollout rollout(List<Pixels> frames) throws InterruptedException {
            List<List<float[]>> contexts = new ArrayList<>();
            for (int item = 0; item < frames.size(); item++) {
                Pixels frame = frames.get(item);
                Optional<Failure> refusal = media.call(() -> moderation.image(frame));
                if (refusal.isPresent() && refused.add(item)) {
                    context.refuse(item, refusal.get());
                }
                float[] seen = videoLease.call(() -> model.encode(frame));
                contexts.add(Collections.nCopies(video.contextFrames(), seen));
            }
            Rollout fresh = new Rollout(model, video.futureFrames(), ask, context.previews(), contexts, refused);
            if (rolloutPayload.length > 0 && !Payload.read(rolloutPayload, VERSION, fresh::readFrom)) {
                fresh = new Rollout(model, video.futureFrames(), ask, context.previews(), contexts, refused);
            }
            rolloutPayload = new byte[0];
            return fresh;
        }

        private void store(int item, Pixels first, Rollout futures) throws InterruptedException {
            List<Pixels> frames = new ArrayList<>(List.of(first));
            frames.addAll(Stage.of(context, Stage.DECODE, () -> futures.images(item, videoLease, progress)));
            Optional<Failure> refusal = media.call(() -> Screening.of(frames, moderation));
            if (refusal.isPresent()) {
                context.refuse(item, refusal.get());
                return;
            }
            FinishedFuture finished =
                    new FinishedFuture(item, job.seedOf(item), job.outputFormat(), job.fps(), frames, frames);
            context.store(media.call(finished::clip));
            if (job.frames()) {
                media.call(finished::stills).forEach(context::store);
            }
        }
    }

    /** Stands in for a first frame that could not be drawn; nothing is predicted from it. */
    private static Pixels blank(Size size) {
        return new Pixels(size.width(), size.height(), 3, new byte[3 * size.width() * size.height()]);
    }

    private static Video check(LoadedModel model, GenerateVideo job) {
        Video video = model.info().video();
        if (video == null) {
            throw Failures.unavailable(model.info().id(), "does not serve video.generate");
        }
        if (job.numFrames() < 1 || !(job.fps() > 0)) {
            throw new PipelineException(
                    FailureCode.INVALID_INPUT,
                    "a video needs at least one frame and fps above 0, not " + job.numFrames() + " and " + job.fps());
        }
        return video;
    }

    private LoadedModel painter(GenerateVideo job) {
        LoadedModel painter = engine.model(job.imageModel());
        if (!painter.info().kinds().contains(JobKind.IMAGE_GENERATE)) {
            throw Failures.unavailable(job.imageModel(), "cannot draw first frames");
        }
        return painter;
    }

    /** The receipt of the video model, with the files and settings of the image model. */
    private static Receipt receipt(GenerateVideo job, LoadedModel model, LoadedModel painter) {
        Receipt video = model.receipt(job.scheduler(), job.steps(), job.guidanceScale(), job.seed(), Settings.of(job));
        Receipt image = painter.receipt(job.imageScheduler(), job.imageSteps(), job.imageGuidanceScale(), job.seed());
        Map<String, String> files = new HashMap<>(video.modelFiles());
        image.modelFiles().forEach((name, digest) -> files.put(job.imageModel() + "/" + name, digest));
        Map<String, String> settings = new HashMap<>(video.settings());
        settings.put("image_model_version", image.modelVersion());
        boolean exact = video.invariance().equals(image.invariance());
        return new Receipt(
                video.model(),
                video.modelVersion(),
                files,
                video.scheduler(),
                settings,
                video.steps(),
                video.guidanceScale(),
                video.seed(),
                video.precision(),
                video.provider(),
                exact ? video.invariance() : video.invariance() + ", image " + image.invariance(),
                video.engine());
    }
}
