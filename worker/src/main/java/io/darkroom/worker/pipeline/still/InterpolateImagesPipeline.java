package io.darkroom.worker.pipeline.still;

import io.darkroom.contracts.job.InterpolateImages;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.worker.batch.SampleRequest;
import io.darkroom.worker.codec.ImageIoPng;
import io.darkroom.worker.codec.MediaThreads;
import io.darkroom.worker.pipeline.Animation;
import io.darkroom.worker.pipeline.FinishedMedia;
import io.darkroom.worker.pipeline.FinishedMedia.Extent;
import io.darkroom.worker.pipeline.FinishedMedia.File;
import io.darkroom.worker.pipeline.Pipeline;
import io.darkroom.worker.pipeline.PipelineContext;
import io.darkroom.worker.pipeline.PipelineException;
import io.darkroom.worker.pipeline.PipelineResult;
import io.darkroom.worker.pipeline.Samples;
import io.darkroom.worker.raster.Pixels;
import io.darkroom.worker.residency.Engine;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** {@code image.interpolate}: an animation from one seed's noise to another's under a fixed prompt. */
@ApplicationScoped
public class InterpolateImagesPipeline implements Pipeline {
    static final int MAX_FRAMES = 64;

    private final Stills stills;

    public InterpolateImagesPipeline(Engine engine, MediaThreads media) {
        this.stills = new Stills(engine, media);
    }

    @Override
    public JobKind kind() {
        return JobKind.IMAGE_INTERPOLATE;
    }

    @Override
    public PipelineResult run(String modelId, JobInput input, PipelineContext context) throws InterruptedException {
        if (!(input instanceof InterpolateImages job)) {
            throw new IllegalArgumentException("not an image.interpolate input: " + input.kind());
        }
        check(job);
        // 1. Find the model, check that it can do this, lease its device.
        return stills.run(modelId, job, context, run -> {
            // 2. Encode the prompt, the same for all frames.
            Prompts prompts = run.prompts(job);
            // 3. All frames join the running batch, each from noise interpolated between the two seeds.
            List<SampleRequest> samples = new ArrayList<>();
            for (int frame = 0; frame < job.frames(); frame++) {
                samples.add(sample(run, job, frame, prompts));
            }
            // 4. Denoise step by step, until all frames are done or the job has to stop.
            Samples finished = run.denoise(samples);
            // 5. Decode, encode as files, store: the animation, and its frames if requested.
            run.finish(1, _ -> store(run, job, run.decode(finished)));
        });
    }

    private static void store(StillRun run, InterpolateImages job, List<Pixels> frames) throws InterruptedException {
        if (run.refuses(0, frames)) {
            return;
        }
        run.store(run.aside(() -> animation(job, frames)));
        for (int frame = 0; job.stills() && frame < frames.size(); frame++) {
            run.goOnOrStop();
            run.store(still(run, job, frame, frames.get(frame)));
        }
    }

    private static void check(InterpolateImages job) {
        if (job.frames() < 2 || job.frames() > MAX_FRAMES) {
            throw new PipelineException(
                    FailureCode.INVALID_INPUT, "frames must be from 2 to " + MAX_FRAMES + ", not " + job.frames());
        }
        if (!(job.fps() > 0)) {
            throw new PipelineException(FailureCode.INVALID_INPUT, "fps must be above 0, not " + job.fps());
        }
    }

    /** Noise that a scheduler adds between steps is of the first seed for all frames but the last; otherwise frames would jump. */
    private static SampleRequest sample(StillRun run, InterpolateImages job, int frame, Prompts prompts) {
        boolean last = frame == job.frames() - 1;
        float[] noise = SphericalInterpolation.between(
                run.noise(job.seed()), run.noise(job.toSeed()), (double) frame / (job.frames() - 1));
        long seed = last ? job.toSeed() : job.seed();
        SampleRequest.Builder sample = run.fromNoise(frame, run.scheduler(job), noise, seed)
                .prompt(prompts.conditioning(), prompts.scale())
                .unconditional(prompts.unconditional());
        // One item has one preview: the first frame's.
        return (frame == 0 ? sample : sample.previews(_ -> false)).build();
    }

    private static FinishedMedia animation(InterpolateImages job, List<Pixels> frames) {
        Animation animation = Animation.of(frames, job.fps(), job.outputFormat());
        return new FinishedMedia(
                0,
                "video",
                new File("0." + job.outputFormat(), animation.contentType(), animation.bytes()),
                Extent.clip(job.width(), job.height(), frames.size()),
                job.seed());
    }

    private static FinishedMedia still(StillRun run, InterpolateImages job, int frame, Pixels image)
            throws InterruptedException {
        byte[] png = run.aside(() -> ImageIoPng.encode(image));
        return new FinishedMedia(
                0,
                "frame",
                new File("0-" + frame + ".png", ImageIoPng.CONTENT_TYPE, png),
                Extent.frame(job.width(), job.height(), frame),
                job.seed());
    }
}
