package io.darkroom.worker.pipeline;

import io.darkroom.contracts.job.InterpolateImages;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.worker.batch.SampleRequest;
import io.darkroom.worker.codec.ImageIoPng;
import io.darkroom.worker.codec.MediaThreads;
import io.darkroom.worker.raster.Pixels;
import io.darkroom.worker.residency.Engine;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** {@code image.interpolate}: a walk from one seed's noise to another's at a held prompt, as an animation. */
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
    public PipelineResult develop(String modelId, JobInput input, PipelineContext context) throws InterruptedException {
        if (!(input instanceof InterpolateImages job)) {
            throw new IllegalArgumentException("not an image.interpolate input: " + input.kind());
        }
        check(job);
        // 1. The model, and whether it can do this; a share of its device.
        return stills.develop(modelId, job, context, run -> {
            // 2. Words to token states, the same for all frames.
            Prompts prompts = run.prompts(job);
            // 3. All frames join the running batch, each from noise on the way between the two seeds.
            List<SampleRequest> samples = new ArrayList<>();
            for (int frame = 0; frame < job.frames(); frame++) {
                samples.add(sample(run, job, frame, prompts));
            }
            // 4. Step by step, until all are done or somebody says stop.
            Samples finished = run.denoise(samples);
            // 5. Enlarged, encoded, stored: the animation, and its frames if asked for.
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

    /** What a scheduler draws between steps is the first seed's for all frames but the last, or each would jump. */
    private static SampleRequest sample(StillRun run, InterpolateImages job, int frame, Prompts prompts) {
        boolean last = frame == job.frames() - 1;
        float[] noise = SphericalInterpolation.between(
                run.noise(job.seed()), run.noise(job.toSeed()), (double) frame / (job.frames() - 1));
        long seed = last ? job.toSeed() : job.seed();
        SampleRequest.Builder sample = run.fromNoise(frame, run.scheduler(job), noise, seed)
                .prompt(prompts.towards(), prompts.scale())
                .unconditional(prompts.against());
        // One item, so one preview: the first frame's.
        return (frame == 0 ? sample : sample.previews(_ -> false)).build();
    }

    private static FinishedMedia animation(InterpolateImages job, List<Pixels> frames) {
        Animation animation = Animation.of(frames, job.fps(), job.outputFormat());
        return new FinishedMedia(
                0,
                "video",
                "0." + job.outputFormat(),
                animation.contentType(),
                animation.bytes(),
                job.width(),
                job.height(),
                frames.size(),
                null,
                job.seed());
    }

    private static FinishedMedia still(StillRun run, InterpolateImages job, int frame, Pixels picture)
            throws InterruptedException {
        return new FinishedMedia(
                0,
                "frame",
                "0-" + frame + ".png",
                ImageIoPng.CONTENT_TYPE,
                run.aside(() -> ImageIoPng.encode(picture)),
                job.width(),
                job.height(),
                null,
                frame,
                job.seed());
    }
}
