package io.darkroom.worker.pipeline;

import io.darkroom.contracts.fleet.ModelInfo.Size;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.JobInput.GenerateImage;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.worker.engine.Conditioning;
import io.darkroom.worker.engine.DeviceShare;
import io.darkroom.worker.engine.Engine;
import io.darkroom.worker.engine.EngineException;
import io.darkroom.worker.engine.GaussianNoise;
import io.darkroom.worker.engine.LoadedModel;
import io.darkroom.worker.engine.OrtTextEncoder;
import io.darkroom.worker.engine.SampleRequest;
import io.darkroom.worker.engine.Schedulers;
import io.darkroom.worker.engine.Stepped;
import io.darkroom.worker.media.FFmpegWebp;
import io.darkroom.worker.media.ImageIoPng;
import io.darkroom.worker.media.MediaThreads;
import io.darkroom.worker.media.Pixels;
import io.darkroom.worker.model.ModelManifest;
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
            LoadedModel model = engine.model(modelId);
            OrtTextEncoder encoder = check(model, job);
            Progress progress = new Progress(context, job.n() * job.steps());
            progress.goOnOrStop();
            try (DeviceShare share = engine.open(model)) {
                // 2. Words to token states; the empty prompt is the other side of guidance.
                Conditioning prompt = share.call(() -> encoder.encode(prompt(job)));
                Conditioning unconditional = unconditional(job, encoder, share);
                // 3. All items join the running batch, each with the noise of its own seed.
                for (int item = 0; item < job.n(); item++) {
                    share.submit(sample(job, item, model, prompt, unconditional, context.previews()));
                }
                // 4. Step by step, until all are done or somebody says stop.
                List<float[]> finished = denoise(job, model, share, context, progress);
                // 5. Enlarged, encoded, stored.
                for (int item = 0; item < job.n(); item++) {
                    progress.goOnOrStop();
                    float[] small = finished.get(item);
                    float[] large = share.call(() -> model.upscale(small));
                    context.store(encode(job, item, model, large));
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

    private static OrtTextEncoder check(LoadedModel model, GenerateImage job) {
        OrtTextEncoder encoder = model.text();
        if (encoder == null || !model.info().kinds().contains(JobKind.IMAGE_GENERATE)) {
            throw Failures.unavailable(model.info().id(), "does not serve image.generate");
        }
        if (!model.info().sizes().contains(new Size(job.width(), job.height()))) {
            throw Failures.unavailable(
                    model.info().id(), "does not make pictures of " + job.width() + "x" + job.height());
        }
        if (!Schedulers.NAMES.contains(job.scheduler())) {
            throw Failures.unavailable(model.info().id(), "has no scheduler '" + job.scheduler() + "'");
        }
        return encoder;
    }

    private static String prompt(GenerateImage job) {
        return job.style() == null ? job.prompt() : job.prompt() + ", " + job.style() + " style";
    }

    /** Null at scale 1, where guidance changes nothing and would cost as much as the rest. */
    private static @Nullable Conditioning unconditional(GenerateImage job, OrtTextEncoder encoder, DeviceShare share)
            throws InterruptedException {
        String negative = job.negativePrompt() == null ? "" : job.negativePrompt();
        return job.guidanceScale() == 1 ? null : share.call(() -> encoder.encode(negative));
    }

    private static SampleRequest sample(
            GenerateImage job,
            int item,
            LoadedModel model,
            Conditioning prompt,
            @Nullable Conditioning unconditional,
            int previews) {
        float[] noise = new float[model.manifest().denoiser().sample().size()];
        GaussianNoise.fill(job.seedOf(item), 0, noise);
        return new SampleRequest(
                item,
                Schedulers.create(job.scheduler(), model.schedule(), job.steps()),
                noise,
                job.guidanceScale(),
                prompt,
                unconditional,
                new PreviewPlan(previews, job.steps())::shows);
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
            progress.stepped();
            float[] picture = step.picture();
            if (step.finished() && picture != null) {
                finished.set(step.item(), picture);
                left--;
            } else if (picture != null) {
                ModelManifest.Sample shape = model.manifest().denoiser().sample();
                Pixels small = pixels(model, picture, shape.width(), shape.height());
                context.preview(step.item(), step.step(), ImageIoPng.CONTENT_TYPE, ImageIoPng.encode(small));
            }
        }
        return finished;
    }

    private FinishedMedia encode(GenerateImage job, int item, LoadedModel model, float[] planes)
            throws InterruptedException {
        Pixels pixels = pixels(model, planes, job.width(), job.height());
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

    private static Pixels pixels(LoadedModel model, float[] planes, int width, int height) {
        return model.manifest().output().alpha().equals("none")
                ? Pixels.rgb(planes, width, height)
                : Pixels.premultiplied(planes, width, height);
    }
}
