package io.darkroom.worker.pipeline;

import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.job.SynthesizeDataset;
import io.darkroom.contracts.outcome.Failure;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.contracts.outcome.Receipt;
import io.darkroom.worker.batch.Conditioning;
import io.darkroom.worker.batch.DeviceLease;
import io.darkroom.worker.batch.EngineException;
import io.darkroom.worker.batch.GaussianNoise;
import io.darkroom.worker.batch.SampleRequest;
import io.darkroom.worker.batch.SampleState;
import io.darkroom.worker.batch.StepEvent;
import io.darkroom.worker.codec.MediaThreads;
import io.darkroom.worker.pipeline.PipelineContext.Offer;
import io.darkroom.worker.raster.Pixels;
import io.darkroom.worker.residency.Engine;
import io.darkroom.worker.residency.LoadedModel;
import io.darkroom.worker.scheduler.Scheduler;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code dataset.synthesize}: thousands of labeled pictures through a window of a few dozen in the running batch, into tar
 * shards that are stored one by one.
 */
@ApplicationScoped
public class SynthesizeDatasetPipeline implements Pipeline {
    private static final int VERSION = 1;
    private static final int STREAM = 0;
    /** Items under way at once: enough for a full batch, few enough to hold in memory. */
    private static final int WINDOW = 32;
    /** Prompts whose states are kept: a state is some 100 kB, and encoding one costs less than a denoising step. */
    private static final int PROMPTS = 64;

    private final Engine engine;
    private final MediaThreads media;

    public SynthesizeDatasetPipeline(Engine engine, MediaThreads media) {
        this.engine = engine;
        this.media = media;
    }

    @Override
    public JobKind kind() {
        return JobKind.DATASET_SYNTHESIZE;
    }

    @Override
    public PipelineResult develop(String modelId, JobInput input, PipelineContext context) throws InterruptedException {
        if (!(input instanceof SynthesizeDataset job)) {
            throw new IllegalArgumentException("not a dataset.synthesize input: " + input.kind());
        }
        try {
            LoadedModel model = model(modelId, job);
            Receipt receipt =
                    model.receipt(job.scheduler(), job.steps(), job.guidanceScale(), job.seed(), Settings.of(job));
            try (DeviceLease share = engine.open(model, context.priority())) {
                context.meter(share::deviceNanos);
                Production production = begin(job, model, share, context, ConfigDigest.of(receipt));
                try (production) {
                    production.produce(ConfigDigest.of(receipt));
                }
                return new PipelineResult(receipt, production.progress.done(), share.deviceNanos() / 1_000_000);
            }
        } catch (EngineException e) {
            throw Failures.of(e);
        }
    }

    private LoadedModel model(String id, SynthesizeDataset job) {
        LoadedModel model = engine.model(id);
        if (!model.takesPrompt()) {
            throw Failures.unavailable(id, "does not serve dataset.synthesize");
        }
        if (!job.format().equals("webdataset") && !job.format().equals("coco")) {
            throw new PipelineException(
                    FailureCode.INVALID_INPUT,
                    "datasets are not written as '" + job.format() + "'; choose webdataset or coco");
        }
        if (job.shardSize() < 1 || job.classes().isEmpty()) {
            throw new PipelineException(
                    FailureCode.INVALID_INPUT, "a dataset needs at least one class and one picture a shard");
        }
        return model.at(job.width(), job.height());
    }

    private Production begin(
            SynthesizeDataset job, LoadedModel model, DeviceLease share, PipelineContext context, String maker) {
        Optional<byte[]> left = context.checkpoint(maker);
        Production production = new Production(job, model, share, context);
        if (left.isPresent() && !Payload.read(left.get(), VERSION, production::readFrom)) {
            production.close();
            production = new Production(job, model, share, context);
        }
        return production;
    }

    /** One job at work. */
    private final class Production implements AutoCloseable {
        private final SynthesizeDataset job;
        private final LoadedModel model;
        private final DeviceLease share;
        private final PipelineContext context;
        private final Moderation moderation;
        private final DatasetShards shards;
        /** Of one picture; some methods take more than were asked for. */
        private final int steps;

        private final Progress progress;
        private final SortedMap<Integer, float[]> finished = new TreeMap<>();
        private final Map<Integer, SampleState> left = new HashMap<>();
        private final Map<String, Conditioning> prompts = new LinkedHashMap<>(PROMPTS, 0.75f, true);
        private final Map<String, Optional<Failure>> refusals = new HashMap<>();
        private final Map<Integer, Failure> lost = new HashMap<>();
        private int submitted;
        private int before;

        Production(SynthesizeDataset job, LoadedModel model, DeviceLease share, PipelineContext context) {
            this.job = job;
            this.model = model;
            this.share = share;
            this.context = context;
            this.moderation = context.moderation();
            this.shards = new DatasetShards(job, context);
            this.steps = model.scheduler(job.scheduler(), job.steps()).steps();
            this.progress = new Progress(context, job.count() * steps);
        }

        void produce(String maker) throws InterruptedException {
            submitted = shards.next();
            before = shards.next() * steps
                    + finished.size() * steps
                    + left.values().stream().mapToInt(SampleState::step).sum();
            progress.reached(before);
            try (Offer offer = context.offerCheckpoint(maker, () -> Payload.write(VERSION, this::writeTo))) {
                shards.deliver();
                int left = job.count() - shards.next();
                Stage.denoise(context, left, left * steps, share::deviceNanos, () -> {
                    goThrough(offer);
                    return true;
                });
                shards.finish();
            }
        }

        /** Denoising, decoding and packing in one, since the window moves on as pictures are put into their shards. */
        private void goThrough(Offer offer) throws InterruptedException {
            while (shards.next() < job.count()) {
                fillWindow();
                float[] sample = finished.get(shards.next());
                if (sample == null && refusal(shards.next()).isEmpty()) {
                    take(share.next());
                } else if (put(sample)) {
                    // From here on nobody makes this shard again, even if the worker dies.
                    offer.save();
                }
            }
        }

        private void fillWindow() throws InterruptedException {
            for (; submitted < job.count() && submitted - shards.next() < WINDOW; submitted++) {
                Optional<Failure> refusal = refusal(submitted);
                if (refusal.isPresent()) {
                    context.refuse(submitted, refusal.get());
                } else if (!finished.containsKey(submitted)) {
                    submit(submitted);
                }
            }
        }

        private Optional<Failure> refusal(int item) {
            Failure failure = lost.get(item);
            return failure != null
                    ? Optional.of(failure)
                    : refusals.computeIfAbsent(job.classOf(item).prompt(), moderation::prompt);
        }

        private void submit(int item) throws InterruptedException {
            float[] noise = new float[model.sampleShape().size()];
            GaussianNoise.fill(job.seedOf(item), STREAM, noise);
            Scheduler scheduler = model.scheduler(job.scheduler(), job.steps());
            scheduler.begin(noise);
            String style = job.styleOf(item);
            String prompt = job.classOf(item).prompt();
            SampleRequest request = SampleRequest.of(item, scheduler, noise)
                    .noise(GaussianNoise.steps(job.seedOf(item), STREAM))
                    .prompt(condition(style == null ? prompt : prompt + ", " + style + " style"), job.guidanceScale())
                    .unconditional(job.guidanceScale() == 1 ? null : condition(""))
                    .build();
            SampleState state = left.remove(item);
            if (state == null) {
                share.submit(request);
            } else {
                share.submit(request, state);
            }
        }

        private Conditioning condition(String prompt) throws InterruptedException {
            Conditioning known = prompts.get(prompt);
            if (known != null) {
                return known;
            }
            if (prompts.size() >= PROMPTS) {
                prompts.remove(prompts.keySet().iterator().next());
            }
            Conditioning made = share.call(() -> model.condition(prompt));
            prompts.put(prompt, made);
            return made;
        }

        /** What was told is not told again, so it is taken in before anything may throw. */
        private void take(StepEvent news) {
            float[] sample = news.sample();
            Items.failure(news.failure()).ifPresent(why -> lose(news.item(), why));
            if (news.finished() && sample != null) {
                finished.put(news.item(), sample);
            }
            progress.reached(before + news.total());
        }

        /** Puts the item whose turn it is into its shard. Returns whether a shard was stored. */
        private boolean put(float @Nullable [] sample) throws InterruptedException {
            int item = shards.next();
            Pixels picture = sample == null ? null : decoded(item, sample);
            if (picture == null) {
                return shards.skip();
            }
            if (picture.channels() != 4 && (job.masks() || job.boxes())) {
                throw new PipelineException(
                        FailureCode.INVALID_INPUT,
                        "the pictures of model '" + model.info().id()
                                + "' are not transparent, so there are neither masks nor boxes of them");
            }
            Optional<Failure> refused = media.call(() -> moderation.picture(picture));
            DatasetShards.Encoded encoded = media.call(() -> DatasetShards.Encoded.of(job, item, picture));
            progress.goOnOrStop();
            finished.remove(item);
            if (refused.isPresent()) {
                context.refuse(item, refused.get());
                return shards.skip();
            }
            return shards.add(encoded);
        }

        /** Null if nothing can be made of it. */
        private @Nullable Pixels decoded(int item, float[] sample) throws InterruptedException {
            try {
                return share.call(() -> model.decode(sample));
            } catch (EngineException e) {
                if (e.reason() != EngineException.Reason.BROKEN) {
                    throw e;
                }
                Items.failure(e).ifPresent(why -> lose(item, why));
                finished.remove(item);
                return null;
            }
        }

        private void lose(int item, Failure why) {
            lost.put(item, why);
            context.refuse(item, why);
        }

        private void writeTo(DataOutput out) throws IOException {
            shards.writeTo(out);
            out.writeInt(finished.size());
            for (Map.Entry<Integer, float[]> entry : finished.entrySet()) {
                out.writeInt(entry.getKey());
                Payload.writeFloats(out, entry.getValue());
            }
            Payload.writeStates(out, share.snapshot(), left.values());
        }

        private void readFrom(DataInput in) throws IOException {
            shards.readFrom(in);
            int count = Payload.readCount(in);
            for (int i = 0; i < count; i++) {
                int item = in.readInt();
                finished.put(item, Payload.readFloats(in));
            }
            for (SampleState state : Payload.readStates(in)) {
                left.put(state.item(), state);
            }
        }

        @Override
        public void close() {
            shards.close();
        }
    }
}
