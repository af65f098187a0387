package io.darkroom.worker.pipeline;

import io.darkroom.contracts.fleet.ModelInfo.Size;
import io.darkroom.contracts.fleet.ModelInfo.Video;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.job.PredictVideo;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.worker.engine.Conditioning;
import io.darkroom.worker.engine.DeviceShare;
import io.darkroom.worker.engine.Engine;
import io.darkroom.worker.engine.EngineException;
import io.darkroom.worker.engine.GaussianNoise;
import io.darkroom.worker.engine.LoadedModel;
import io.darkroom.worker.engine.SampleRequest;
import io.darkroom.worker.engine.Stepped;
import io.darkroom.worker.media.ClipReader;
import io.darkroom.worker.media.ImageIoPng;
import io.darkroom.worker.media.MediaBudget;
import io.darkroom.worker.media.MediaException;
import io.darkroom.worker.media.MediaThreads;
import io.darkroom.worker.media.Pixels;
import io.darkroom.worker.scheduler.Scheduler;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@code video.predict}: the last frames of a clip become n futures, each of {@code num_frames} frames. */
@ApplicationScoped
public class PredictVideoPipeline implements Pipeline {
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
    public Developed develop(String modelId, JobInput input, PipelineContext context) throws InterruptedException {
        if (!(input instanceof PredictVideo job)) {
            throw new IllegalArgumentException("not a video.predict input: " + input.kind());
        }
        try {
            // 1. The model, and whether it can do this.
            LoadedModel model = engine.model(modelId);
            Video video = check(model, job);
            int blocks = Math.ceilDiv(job.numFrames(), video.futureFrames());
            Progress progress = new Progress(context, job.n() * blocks * job.steps());
            progress.goOnOrStop();
            // 2. The clip's last frames, fitted: at the output's size to show, at the model's size to look at.
            List<Pixels> shown = frames(model, video, job, context);
            try (DeviceShare share = engine.open(model, context.priority())) {
                List<float[]> seen = encode(model, share, shown);
                // 3. All futures join the running batch, and each goes on block by block.
                PreviewPlan plan = new PreviewPlan(context.previews(), blocks * job.steps());
                List<Future> futures = new ArrayList<>();
                for (int item = 0; item < job.n(); item++) {
                    futures.add(new Future(seen, job.numFrames()));
                    share.submit(block(job, item, 0, model, futures.getLast(), plan));
                }
                // 4. Step by step, until all are done or somebody says stop.
                denoise(job, model, share, futures, plan, context, progress);
                // 5. Enlarged, encoded, stored.
                for (int item = 0; item < job.n(); item++) {
                    List<Pixels> predicted = enlarge(model, share, futures.get(item), progress);
                    FinishedFuture finished = new FinishedFuture(job, item, shown, predicted);
                    context.store(media.call(finished::clip));
                    if (job.frames()) {
                        media.call(finished::stills).forEach(context::store);
                    }
                }
                return new Developed(
                        model.receipt(job.scheduler(), job.steps(), job.guidanceScale(), job.seed()),
                        progress.done(),
                        share.deviceNanos() / 1_000_000);
            }
        } catch (EngineException e) {
            throw Failures.of(e);
        } catch (MediaException e) {
            throw Failures.of(e);
        }
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

    private static List<float[]> encode(LoadedModel model, DeviceShare share, List<Pixels> frames)
            throws InterruptedException {
        return share.call(() -> frames.stream().map(model::encode).toList());
    }

    private static SampleRequest block(
            PredictVideo job, int item, int block, LoadedModel model, Future future, PreviewPlan plan) {
        float[] noise = new float[model.sampleShape().size()];
        GaussianNoise.fill(job.seedOf(item), block, noise);
        Scheduler scheduler = model.scheduler(job.scheduler(), job.steps());
        scheduler.begin(noise);
        return SampleRequest.of(item, scheduler, noise)
                .noise(GaussianNoise.steps(job.seedOf(item), block))
                .towards(Conditioning.frames(future.window()), 1)
                .shows(step -> plan.shows(block * job.steps() + step))
                .build();
    }

    private void denoise(
            PredictVideo job,
            LoadedModel model,
            DeviceShare share,
            List<Future> futures,
            PreviewPlan plan,
            PipelineContext context,
            Progress progress)
            throws InterruptedException {
        int[] blocks = new int[futures.size()];
        while (!futures.stream().allMatch(Future::complete)) {
            Stepped step = share.next();
            progress.reached(step.total());
            int item = step.item();
            float[] picture = step.picture();
            int stepOfItem = blocks[item] * job.steps() + step.step();
            if (picture != null && plan.shows(stepOfItem)) {
                context.preview(item, stepOfItem, ImageIoPng.CONTENT_TYPE, lastFrame(model, picture));
            }
            if (step.finished() && picture != null) {
                Future future = futures.get(item);
                future.add(picture);
                blocks[item]++;
                if (!future.complete()) {
                    share.submit(block(job, item, blocks[item], model, future, plan));
                }
            }
        }
    }

    /** The furthest frame of a block, as PNG. */
    private static byte[] lastFrame(LoadedModel model, float[] block) {
        int size = 3 * model.sampleShape().pixels();
        return ImageIoPng.encode(model.preview(Arrays.copyOfRange(block, block.length - size, block.length)));
    }

    private static List<Pixels> enlarge(LoadedModel model, DeviceShare share, Future future, Progress progress)
            throws InterruptedException {
        List<Pixels> out = new ArrayList<>();
        for (float[] frame : future.predicted()) {
            progress.goOnOrStop();
            out.add(share.call(() -> model.decode(frame)));
        }
        return out;
    }
}
