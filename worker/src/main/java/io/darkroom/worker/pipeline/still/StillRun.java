package io.darkroom.worker.pipeline.still;

import io.darkroom.contracts.fleet.ModelInfo.Size;
import io.darkroom.contracts.job.Denoising;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.MediaRef;
import io.darkroom.contracts.job.Prompted;
import io.darkroom.contracts.outcome.Failure;
import io.darkroom.contracts.outcome.Receipt;
import io.darkroom.worker.batch.Conditioning;
import io.darkroom.worker.batch.DeviceLease;
import io.darkroom.worker.batch.GaussianNoise;
import io.darkroom.worker.batch.SampleRequest;
import io.darkroom.worker.batch.StepEvent;
import io.darkroom.worker.codec.ImageIoPng;
import io.darkroom.worker.codec.MediaBudget;
import io.darkroom.worker.codec.MediaThreads;
import io.darkroom.worker.codec.StillReader;
import io.darkroom.worker.pipeline.FinishedMedia;
import io.darkroom.worker.pipeline.FinishedMedia.Extent;
import io.darkroom.worker.pipeline.FinishedMedia.File;
import io.darkroom.worker.pipeline.Items;
import io.darkroom.worker.pipeline.Moderation;
import io.darkroom.worker.pipeline.Payload;
import io.darkroom.worker.pipeline.PipelineContext;
import io.darkroom.worker.pipeline.PipelineResult;
import io.darkroom.worker.pipeline.PreviewPlan;
import io.darkroom.worker.pipeline.Samples;
import io.darkroom.worker.pipeline.Screening;
import io.darkroom.worker.pipeline.Settings;
import io.darkroom.worker.pipeline.Stage;
import io.darkroom.worker.raster.Fitted;
import io.darkroom.worker.raster.Pixels;
import io.darkroom.worker.residency.LoadedModel;
import io.darkroom.worker.scheduler.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/** A running job of still images: the operations that pipelines are written in. Used by the thread of the job. */
final class StillRun {
    private static final int VERSION = 1;

    private final JobInput job;
    private final LoadedModel model;
    private final DeviceLease lease;
    private final MediaThreads media;
    private final PipelineContext context;
    private final Resampling resampling;
    private final Map<String, String> settings;
    private StillBatch batch;
    private int steps;
    private int done;

    StillRun(
            JobInput job,
            LoadedModel model,
            DeviceLease lease,
            MediaThreads media,
            PipelineContext context,
            Resampling resampling) {
        this.job = job;
        this.model = model;
        this.lease = lease;
        this.media = media;
        this.context = context;
        this.resampling = resampling;
        this.settings = Settings.of(job);
        if (resampling.times() > 1) {
            record("resampling", String.valueOf(resampling.times()));
        }
        this.batch = new StillBatch(lease);
        this.steps = Evaluations.of(job, model, resampling);
    }

    /** Resumes from the payload of a checkpoint, if it can be read. */
    void resume(byte[] payload) {
        if (!Payload.read(payload, VERSION, batch::readFrom)) {
            batch = new StillBatch(lease);
        }
    }

    byte[] snapshot() {
        return Payload.write(VERSION, batch::writeTo);
    }

    LoadedModel model() {
        return model;
    }

    /** Throws if the job has to stop; for work that is not denoising. */
    void goOnOrStop() {
        context.step(done, steps);
    }

    /** Sets the number of pieces of work, which count as steps in jobs without denoising. */
    void planned(int pieces) {
        steps = pieces;
        goOnOrStop();
    }

    void pieceDone() {
        done++;
        goOnOrStop();
    }

    /** Whether moderation refuses the prompt. Then every item is refused, and there is nothing left to do. */
    boolean refusesPrompt() {
        Optional<Failure> refusal = Prompts.refusal(job, context.moderation());
        refusal.ifPresent(why -> IntStream.range(0, job.items()).forEach(item -> context.refuse(item, why)));
        return refusal.isPresent();
    }

    /** Whether moderation refuses these images of an item; the item is refused then. */
    boolean refuses(int item, List<Pixels> images) throws InterruptedException {
        Moderation moderation = context.moderation();
        if (!moderation.isOn()) {
            return false;
        }
        Optional<Failure> refusal = media.call(() -> Screening.of(images, moderation));
        refusal.ifPresent(why -> context.refuse(item, why));
        return refusal.isPresent();
    }

    /** An input image of the job, in its own size, which is checked before decoding. */
    Pixels read(MediaRef ref, MediaBudget budget) throws InterruptedException {
        byte[] bytes = context.read(ref);
        return media.call(() -> new StillReader(budget).read(bytes));
    }

    /** The image fitted to the model's size. */
    Fitted fitted(Pixels image) throws InterruptedException {
        Size size = model.size();
        return media.call(() -> transparent()
                ? Fitted.whole(image, size.width(), size.height())
                : Fitted.filling(image, size.width(), size.height()));
    }

    /** All of the image at the model's size; beyond its border, the border pixels are repeated. */
    Fitted whole(Pixels image) throws InterruptedException {
        Size size = model.size();
        return media.call(() -> transparent()
                ? Fitted.whole(image, size.width(), size.height())
                : Fitted.continued(image, size.width(), size.height()));
    }

    private boolean transparent() {
        return Boolean.TRUE.equals(model.info().abilities().transparent());
    }

    /** The image as a sample without noise. */
    float[] encode(Pixels image) throws InterruptedException {
        return Stage.of(context, Stage.ENCODE_IMAGE, () -> lease.call(() -> model.encode(image)));
    }

    Pixels decode(float[] sample) throws InterruptedException {
        return Stage.of(context, Stage.DECODE, () -> lease.call(() -> model.decode(sample)));
    }

    /** Decodes all samples, with a check between them whether to continue. */
    List<Pixels> decode(Samples samples) throws InterruptedException {
        List<Pixels> images = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            goOnOrStop();
            images.add(decode(samples.get(i)));
        }
        return images;
    }

    /** Work on the processor, away from the device. */
    <T> T aside(Callable<T> work) throws InterruptedException {
        return media.call(work);
    }

    /** Work on the device, between two runs of the batch. */
    <T> T onDevice(Callable<T> work) throws InterruptedException {
        return lease.call(work);
    }

    Prompts prompts(Prompted prompted) throws InterruptedException {
        return Stage.of(context, Stage.ENCODE_TEXT, () -> Prompts.of(prompted, model, lease));
    }

    Prompts prompts(String prompt, double scale) throws InterruptedException {
        return Stage.of(context, Stage.ENCODE_TEXT, () -> Prompts.of(prompt, "", scale, model, lease));
    }

    Conditioning condition(String prompt) throws InterruptedException {
        return Stage.of(context, Stage.ENCODE_TEXT, () -> lease.call(() -> model.condition(prompt)));
    }

    Scheduler scheduler(Denoising denoising) {
        return model.scheduler(denoising.scheduler(), denoising.steps());
    }

    /**
     * The scheduler with steps that are done more than once.
     *
     * @param first of the steps that are done at all
     */
    Scheduler resampled(Scheduler scheduler, int first) {
        return resampling.of(scheduler, first);
    }

    /** The noise of a seed. */
    float[] noise(long seed) {
        float[] noise = new float[model.sampleShape().size()];
        GaussianNoise.fill(seed, 0, noise);
        return noise;
    }

    /** A sample that starts from noise alone and takes all steps. */
    SampleRequest.Builder fromNoise(int index, Scheduler scheduler, float[] noise, long seed) {
        float[] start = noise.clone();
        scheduler.begin(start);
        return SampleRequest.of(index, scheduler, start)
                .noise(GaussianNoise.steps(seed, 0))
                .previews(new PreviewPlan(context.previews(), scheduler.steps())::shows);
    }

    /** A sample that starts at a later step from an image with noise; at step 0 it starts from noise alone. */
    SampleRequest.Builder fromImage(
            int index, Scheduler scheduler, int firstStep, float[] clean, float[] noise, long seed) {
        if (firstStep == 0) {
            return fromNoise(index, scheduler, noise, seed);
        }
        float[] start = new float[clean.length];
        scheduler.addNoise(firstStep, clean, noise, start);
        PreviewPlan plan = new PreviewPlan(context.previews(), scheduler.steps() - firstStep);
        return SampleRequest.of(index, scheduler, start)
                .startStep(firstStep)
                .noise(GaussianNoise.steps(seed, 0))
                .previews(step -> plan.shows(step - firstStep));
    }

    /** Denoises all samples in the running batch, until all are done or the job has to stop. */
    Samples denoise(List<SampleRequest> samples) throws InterruptedException {
        steps = samples.stream()
                .mapToInt(sample -> sample.scheduler().steps() - sample.startStep())
                .sum();
        StillBatch.Listener listener = new StillBatch.Listener() {
            @Override
            public void reached(int total) {
                done = total;
                goOnOrStop();
            }

            @Override
            public void preview(StepEvent event, float[] estimate) {
                byte[] small = ImageIoPng.encode(model.preview(estimate));
                int step = event.step() - samples.get(event.item()).startStep();
                context.preview(event.item(), step, ImageIoPng.CONTENT_TYPE, small);
            }
        };
        return Stage.denoise(context, samples.size(), steps, lease::deviceNanos, () -> batch.run(samples, listener));
    }

    /** Finishes item by item; an item that fails for good does not fail the others. */
    void finish(int items, Items.Finish finish) throws InterruptedException {
        for (int item = batch.ended(); item < items; item++) {
            goOnOrStop();
            Items.finish(item, context, finish);
            batch.endedUpTo(item + 1);
        }
    }

    /** Encodes and stores the image of an item, unless moderation refuses it. */
    void store(int item, Pixels image, String format) throws InterruptedException {
        if (!refuses(item, List.of(image))) {
            store(still(item, "image", String.valueOf(item), image, format));
        }
    }

    void store(FinishedMedia finished) {
        context.store(finished);
    }

    FinishedMedia still(int item, String role, String name, Pixels image, String format) throws InterruptedException {
        File file = media.call(() -> StillFile.encode(name, image, format));
        return new FinishedMedia(item, role, file, Extent.still(image.width(), image.height()), job.seedOf(item));
    }

    /** Adds to the receipt a value that the job left open. */
    void record(String name, String value) {
        settings.put(name, value);
    }

    Receipt receipt() {
        return job instanceof Denoising denoising
                ? model.receipt(denoising.scheduler(), job.steps(), denoising.guidanceScale(), job.seed(), settings)
                : model.receipt("none", 1, 1, 0, settings);
    }

    PipelineResult result() {
        return new PipelineResult(receipt(), done, lease.deviceNanos() / 1_000_000);
    }
}
