package io.darkroom.worker.pipeline;

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
import io.darkroom.worker.codec.FFmpegWebp;
import io.darkroom.worker.codec.ImageIoPng;
import io.darkroom.worker.codec.MediaBudget;
import io.darkroom.worker.codec.MediaThreads;
import io.darkroom.worker.codec.StillReader;
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

/** A job of still pictures at work: the steps that its page is written in. Used by the job's own thread. */
final class StillRun {
    private static final int VERSION = 1;

    private final JobInput job;
    private final LoadedModel model;
    private final DeviceLease share;
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
            DeviceLease share,
            MediaThreads media,
            PipelineContext context,
            Resampling resampling) {
        this.job = job;
        this.model = model;
        this.share = share;
        this.media = media;
        this.context = context;
        this.resampling = resampling;
        this.settings = Settings.of(job);
        if (resampling.times() > 1) {
            settled("resampling", String.valueOf(resampling.times()));
        }
        this.batch = new StillBatch(share);
        this.steps = Evaluations.of(job, model, resampling);
    }

    /** Goes on from where an earlier attempt stopped, if it left what can be read. */
    void goOnFrom(byte[] left) {
        if (!Payload.read(left, VERSION, batch::readFrom)) {
            batch = new StillBatch(share);
        }
    }

    byte[] snapshot() {
        return Payload.write(VERSION, batch::writeTo);
    }

    LoadedModel model() {
        return model;
    }

    /** Asks between pieces of work that are no denoising steps. */
    void goOnOrStop() {
        context.step(done, steps);
    }

    /** Pieces of work that count as steps where there is no denoising. */
    void planned(int pieces) {
        steps = pieces;
        goOnOrStop();
    }

    void pieceDone() {
        done++;
        goOnOrStop();
    }

    /** Whether the job asks for what is not made. Then it is said of every item, and there is nothing left to do. */
    boolean refusesPrompt() {
        Optional<Failure> refusal = Prompts.texts(job).stream()
                .flatMap(text -> context.moderation().prompt(text).stream())
                .findFirst();
        refusal.ifPresent(why -> IntStream.range(0, job.items()).forEach(item -> context.refuse(item, why)));
        return refusal.isPresent();
    }

    /** Whether these pictures of an item came out as what is not shown; that is said of the item then. */
    boolean refuses(int item, List<Pixels> pictures) throws InterruptedException {
        Moderation moderation = context.moderation();
        if (!moderation.isOn()) {
            return false;
        }
        Optional<Failure> refusal = media.call(() -> Screening.of(pictures, moderation));
        refusal.ifPresent(why -> context.refuse(item, why));
        return refusal.isPresent();
    }

    /** A picture that the job names, as it is; its size is checked before it is decoded. */
    Pixels read(MediaRef ref, MediaBudget budget) throws InterruptedException {
        byte[] bytes = context.read(ref);
        return media.call(() -> new StillReader(budget).read(bytes));
    }

    /** Brought to the size of the model's pictures. */
    Fitted fitted(Pixels picture) throws InterruptedException {
        Size size = model.size();
        return media.call(() -> clear()
                ? Fitted.whole(picture, size.width(), size.height())
                : Fitted.filling(picture, size.width(), size.height()));
    }

    /** All of it to be seen at the size of the model's pictures; beyond its border it goes on as it ends there. */
    Fitted whole(Pixels picture) throws InterruptedException {
        Size size = model.size();
        return media.call(() -> clear()
                ? Fitted.whole(picture, size.width(), size.height())
                : Fitted.continued(picture, size.width(), size.height()));
    }

    private boolean clear() {
        return Boolean.TRUE.equals(model.info().abilities().transparent());
    }

    /** Without noise, as the denoiser sees it. */
    float[] encode(Pixels picture) throws InterruptedException {
        return Stage.of(context, Stage.ENCODE_PICTURE, () -> share.call(() -> model.encode(picture)));
    }

    Pixels decode(float[] sample) throws InterruptedException {
        return Stage.of(context, Stage.DECODE, () -> share.call(() -> model.decode(sample)));
    }

    /** All of them, asking between them whether to go on. */
    List<Pixels> decode(Samples samples) throws InterruptedException {
        List<Pixels> pictures = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            goOnOrStop();
            pictures.add(decode(samples.get(i)));
        }
        return pictures;
    }

    /** Work on the processor, away from the device. */
    <T> T aside(Callable<T> work) throws InterruptedException {
        return media.call(work);
    }

    /** Work on the device, between two runs of the batch. */
    <T> T onDevice(Callable<T> work) throws InterruptedException {
        return share.call(work);
    }

    Prompts prompts(Prompted prompted) throws InterruptedException {
        return Stage.of(context, Stage.ENCODE_TEXT, () -> Prompts.of(prompted, model, share));
    }

    Prompts prompts(String prompt, double scale) throws InterruptedException {
        return Stage.of(context, Stage.ENCODE_TEXT, () -> Prompts.of(prompt, "", scale, model, share));
    }

    Conditioning condition(String prompt) throws InterruptedException {
        return Stage.of(context, Stage.ENCODE_TEXT, () -> share.call(() -> model.condition(prompt)));
    }

    Scheduler scheduler(Denoising denoising) {
        return model.scheduler(denoising.scheduler(), denoising.steps());
    }

    /**
     * The same with steps that are done more than once.
     *
     * @param first of the steps that are done at all
     */
    Scheduler resampled(Scheduler way, int first) {
        return resampling.of(way, first);
    }

    /** The noise of a seed. */
    float[] noise(long seed) {
        float[] noise = new float[model.sampleShape().size()];
        GaussianNoise.fill(seed, 0, noise);
        return noise;
    }

    /** A sample of the whole way, from noise alone. */
    SampleRequest.Builder fromNoise(int index, Scheduler scheduler, float[] noise, long seed) {
        float[] start = noise.clone();
        scheduler.begin(start);
        return SampleRequest.of(index, scheduler, start)
                .noise(GaussianNoise.steps(seed, 0))
                .previews(new PreviewPlan(context.previews(), scheduler.steps())::shows);
    }

    /** A sample of a part of the way, from a picture with noise; from step 0 on, it is from noise alone. */
    SampleRequest.Builder fromPicture(
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

    /** All samples in the running batch, step by step, until all are done or somebody says stop. */
    Samples denoise(List<SampleRequest> samples) throws InterruptedException {
        steps = samples.stream()
                .mapToInt(sample -> sample.scheduler().steps() - sample.startStep())
                .sum();
        StillBatch.Watch watch = new StillBatch.Watch() {
            @Override
            public void reached(int total) {
                done = total;
                goOnOrStop();
            }

            @Override
            public void shows(StepEvent news, float[] estimate) {
                byte[] small = ImageIoPng.encode(model.preview(estimate));
                int step = news.step() - samples.get(news.item()).startStep();
                context.preview(news.item(), step, ImageIoPng.CONTENT_TYPE, small);
            }
        };
        return Stage.denoise(context, samples.size(), steps, share::deviceNanos, () -> batch.run(samples, watch));
    }

    /** Item by item; one that fails in a way that trying again would not help does not take its siblings with it. */
    void finish(int items, Items.Finish finish) throws InterruptedException {
        for (int item = batch.ended(); item < items; item++) {
            goOnOrStop();
            Items.finish(item, context, finish);
            batch.endedUpTo(item + 1);
        }
    }

    /** An item's picture, encoded and stored. */
    void store(int item, Pixels picture, String format) throws InterruptedException {
        if (!refuses(item, List.of(picture))) {
            store(still(item, "image", String.valueOf(item), picture, format));
        }
    }

    void store(FinishedMedia finished) {
        context.store(finished);
    }

    FinishedMedia still(int item, String role, String name, Pixels picture, String format) throws InterruptedException {
        boolean webp = format.equals("webp");
        return new FinishedMedia(
                item,
                role,
                name + (webp ? ".webp" : ".png"),
                webp ? FFmpegWebp.CONTENT_TYPE : ImageIoPng.CONTENT_TYPE,
                media.call(() -> webp ? FFmpegWebp.encode(picture) : ImageIoPng.encode(picture)),
                picture.width(),
                picture.height(),
                null,
                null,
                job.seedOf(item));
    }

    /** Says in the receipt what was used where the job left it open. */
    void settled(String name, String value) {
        settings.put(name, value);
    }

    Receipt receipt() {
        return job instanceof Denoising denoising
                ? model.receipt(denoising.scheduler(), job.steps(), denoising.guidanceScale(), job.seed(), settings)
                : model.receipt("none", 1, 1, 0, settings);
    }

    PipelineResult developed() {
        return new PipelineResult(receipt(), done, share.deviceNanos() / 1_000_000);
    }
}
