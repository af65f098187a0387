package io.darkroom.worker.pipeline;

import io.darkroom.contracts.job.GenerateImage;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.worker.engine.Conditioning;
import io.darkroom.worker.engine.DeviceShare;
import io.darkroom.worker.engine.Engine;
import io.darkroom.worker.engine.EngineException;
import io.darkroom.worker.engine.GaussianNoise;
import io.darkroom.worker.engine.LoadedModel;
import io.darkroom.worker.engine.SampleRequest;
import io.darkroom.worker.engine.Stepped;
import io.darkroom.worker.media.FFmpegWebp;
import io.darkroom.worker.media.ImageIoPng;
import io.darkroom.worker.media.MediaThreads;
import io.darkroom.worker.media.Pixels;
import io.darkroom.worker.scheduler.Scheduler;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code image.generate}: a prompt becomes n pictures. */
@ApplicationScoped
public class GenerateImagePipeline implements Pipeline {
    private final Engine engine;
    private final MediaThreads media;

    public GenerateImagePipeline(Engine engine, MediaThreads media) {
        this.engine = engine;
        this.media = media;
    }

    @Override
    public JobKind kind() {
        return JobKind.IMAGE_GENERATE;
    }

    @Override
    public Developed develop(String modelId, JobInput input, PipelineContext context) throws InterruptedException {
        if (!(input instanceof GenerateImage job)) {
            throw new IllegalArgumentException("not an image.generate input: " + input.kind());
        }
        try {
            // 1. The model, and whether it can do this.
            LoadedModel model = model(modelId, job);
            Progress progress = new Progress(context, job.n() * job.steps());
            progress.goOnOrStop();
            try (DeviceShare share = engine.open(model, context.priority())) {
                // 2. Words to token states; the empty prompt is the other side of guidance.
                Conditioning prompt = share.call(() -> model.condition(prompt(job)));
                Conditioning unconditional = unconditional(job, model, share);
                // 3. All items join the running batch, each with the noise of its own seed.
                for (int item = 0; item < job.n(); item++) {
                    share.submit(sample(job, item, model, prompt, unconditional, context.previews()));
                }
                // 4. Step by step, until all are done or somebody says stop.
                List<float[]> finished = denoise(job, model, share, context, progress);
                // 5. Enlarged, encoded, stored.
                for (int item = 0; item < job.n(); item++) {
                    progress.goOnOrStop();
                    float[] sample = finished.get(item);
                    context.store(encode(job, item, share.call(() -> model.decode(sample))));
                }
                return new Developed(
                        model.receipt(job.scheduler(), job.steps(), job.guidanceScale(), job.seed()),
                        progress.done(),
                        share.deviceNanos() / 1_000_000);
            }
        } catch (EngineException e) {
            throw Failures.of(e);
        }
    }

    private LoadedModel model(String id, GenerateImage job) {
        LoadedModel model = engine.model(id);
        if (!model.info().kinds().contains(JobKind.IMAGE_GENERATE)) {
            throw Failures.unavailable(id, "does not serve image.generate");
        }
        if (!model.info().schedulers().contains(job.scheduler())) {
            throw Failures.unavailable(id, "has no scheduler '" + job.scheduler() + "'");
        }
        return model.at(job.width(), job.height());
    }

    private static String prompt(GenerateImage job) {
        return job.style() == null ? job.prompt() : job.prompt() + ", " + job.style() + " style";
    }

    /** Null at scale 1, where guidance changes nothing and would cost as much as the rest. */
    private static @Nullable Conditioning unconditional(GenerateImage job, LoadedModel model, DeviceShare share)
            throws InterruptedException {
        String negative = job.negativePrompt() == null ? "" : job.negativePrompt();
        return job.guidanceScale() == 1 ? null : share.call(() -> model.condition(negative));
    }

    private static SampleRequest sample(
            GenerateImage job,
            int item,
            LoadedModel model,
            Conditioning prompt,
            @Nullable Conditioning unconditional,
            int previews) {
        float[] noise = new float[model.sampleShape().size()];
        GaussianNoise.fill(job.seedOf(item), 0, noise);
        Scheduler scheduler = model.scheduler(job.scheduler(), job.steps());
        scheduler.begin(noise);
        return SampleRequest.of(item, scheduler, noise)
                .noise(GaussianNoise.steps(job.seedOf(item), 0))
                .towards(prompt, job.guidanceScale())
                .against(unconditional)
                .shows(new PreviewPlan(previews, job.steps())::shows)
                .build();
    }

    private List<float[]> denoise(
            GenerateImage job, LoadedModel model, DeviceShare share, PipelineContext context, Progress progress)
            throws InterruptedException {
        List<float[]> finished = new ArrayList<>();
        for (int item = 0; item < job.n(); item++) {
            finished.add(new float[0]);
        }
        for (int left = job.n(); left > 0; ) {
            Stepped step = share.next();
            progress.reached(step.total());
            float[] picture = step.picture();
            if (step.finished() && picture != null) {
                finished.set(step.item(), picture);
                left--;
            } else if (picture != null) {
                byte[] small = ImageIoPng.encode(model.preview(picture));
                context.preview(step.item(), step.step(), ImageIoPng.CONTENT_TYPE, small);
            }
        }
        return finished;
    }

    private FinishedMedia encode(GenerateImage job, int item, Pixels pixels) throws InterruptedException {
        boolean webp = job.outputFormat().equals("webp");
        return new FinishedMedia(
                item,
                "image",
                item + (webp ? ".webp" : ".png"),
                webp ? FFmpegWebp.CONTENT_TYPE : ImageIoPng.CONTENT_TYPE,
                media.call(() -> webp ? FFmpegWebp.encode(pixels) : ImageIoPng.encode(pixels)),
                job.width(),
                job.height(),
                null,
                null,
                job.seedOf(item));
    }
}
