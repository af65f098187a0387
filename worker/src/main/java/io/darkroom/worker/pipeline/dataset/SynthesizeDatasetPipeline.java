package io.darkroom.worker.pipeline.dataset;

import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.job.SynthesizeDataset;
import io.darkroom.contracts.outcome.Failure;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.contracts.outcome.Receipt;
import io.darkroom.worker.batch.DeviceLease;
import io.darkroom.worker.batch.EngineException;
import io.darkroom.worker.batch.GaussianNoise;
import io.darkroom.worker.batch.SampleRequest;
import io.darkroom.worker.batch.SampleState;
import io.darkroom.worker.batch.StepEvent;
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
import io.darkroom.worker.pipeline.Settings;
import io.darkroom.worker.pipeline.Stage;
import io.darkroom.worker.raster.Pixels;
import io.darkroom.worker.residency.Engine;
import io.darkroom.worker.residency.LoadedModel;
import io.darkroom.worker.scheduler.Scheduler;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code dataset.synthesize}: thousands of labeled images through a window of a few dozen in the running batch, into tar
 * shards that are stored one by one.
 */
@ApplicationScoped
public class SynthesizeDatasetPipeline implements Pipeline {
    private static final int VERSION = 1;
    private static final int STREAM = 0;
    /** Items under way at once: enough for a full batch, few enough to hold in memory. */
    private static final int WINDOW = 32;

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
    public PipelineResult run(String modelId, JobInput input, PipelineContext context) throws InterruptedException {
        if (!(input instanceof SynthesizeDataset job)) {
            throw new IllegalArgumentException("not a dataset.synthesize input: " + input.kind());
        }
        try {
            LoadedModel model = model(modelId, job);
            Receipt receipt =
                    model.receipt(job.scheduler(), job.steps(), job.guidanceScale(), job.seed(), Settings.of(job));
            try (DeviceLease lease = engine.open(model, context.priority())) {
                context.meter(lease::deviceNanos);
                Run run = open(job, model, lease, context, ConfigDigest.of(receipt));
                try (run) {
                    run.execute(ConfigDigest.of(receipt));
                }
                return new PipelineResult(receipt, run.progress.done(), lease.deviceNanos() / 1_000_000);
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
                    "datasets cannot be written as '" + job.format() + "'; choose webdataset or coco");
        }
        if (job.shardSize() < 1 || job.classes().isEmpty()) {
            throw new PipelineException(
                    FailureCode.INVALID_INPUT, "a dataset needs at least one class and one image per shard");
        }
        return model.at(job.width(), job.height());
    }

    private Run open(
            SynthesizeDataset job, LoadedModel model, DeviceLease lease, PipelineContext context, String configDigest) {
        Optional<byte[]> left = context.findCheckpoint(configDigest);
        Run run = new Run(job, model, lease, context);
        if (left.isPresent() && !Payload.read(left.get(), VERSION, run::readFrom)) {
            run.close();
            run = new Run(job, model, lease, context);
        }
        return run;
    }

    /** One running job. */
    private final class Run implements AutoCloseable {
        private final SynthesizeDataset job;
        private final LoadedModel model;
        private final DeviceLease lease;
        private final PipelineContext context;
        private final Moderation moderation;
        private final DatasetShards shards;
        /** Steps of one image; some schedulers take more than were requested. */
        private final int steps;

        private final Progress progress;
        private final SortedMap<Integer, float[]> finished = new TreeMap<>();
        private final Map<Integer, SampleState> left = new HashMap<>();
        private final PromptCache prompts;
        private final Map<String, Optional<Failure>> refusals = new HashMap<>();
        private final Map<Integer, Failure> failed = new HashMap<>();
        private int submitted;
        private int before;

        Run(SynthesizeDataset job, LoadedModel model, DeviceLease lease, PipelineContext context) {
            this.job = job;
            this.model = model;
            this.lease = lease;
            this.prompts = new PromptCache(model, lease);
            this.context = context;
            this.moderation = context.moderation();
            this.shards = new DatasetShards(job, context);
            this.steps = model.scheduler(job.scheduler(), job.steps()).steps();
            this.progress = new Progress(context, job.count() * steps);
        }

        void execute(String configDigest) throws InterruptedException {
            submitted = shards.next();
            before = shards.next() * steps
                    + finished.size() * steps
                    + left.values().stream().mapToInt(SampleState::step).sum();
            progress.reached(before);
            try (Offer offer = context.offerCheckpoint(configDigest, () -> Payload.write(VERSION, this::writeTo))) {
                shards.storeIfFull();
                int left = job.count() - shards.next();
                Stage.denoise(context, left, left * steps, lease::deviceNanos, () -> {
                    synthesize(offer);
                    return true;
                });
                shards.finish();
            }
        }

        /** Denoises, decodes and packs in one loop, because the window moves on as images are added to their shards. */
        private void synthesize(Offer offer) throws InterruptedException {
            while (shards.next() < job.count()) {
                fillWindow();
                float[] sample = finished.get(shards.next());
                if (sample == null && refusal(shards.next()).isEmpty()) {
                    record(lease.next());
                } else if (add(sample)) {
                    // From here on this shard is not generated again, even if the worker dies.
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
            Failure failure = failed.get(item);
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
                    .prompt(prompts.get(style == null ? prompt : prompt + ", " + style + " style"), job.guidanceScale())
                    .unconditional(job.guidanceScale() == 1 ? null : prompts.get(""))
                    .build();
            SampleState state = left.remove(item);
            if (state == null) {
                lease.submit(request);
            } else {
                lease.submit(request, state);
            }
        }

        /** An event is delivered once, so it is recorded before anything may throw. */
        private void record(StepEvent event) {
            float[] sample = event.sample();
            Items.failure(event.failure()).ifPresent(why -> fail(event.item(), why));
            if (event.finished() && sample != null) {
                finished.put(event.item(), sample);
            }
            progress.reached(before + event.total());
        }

        /** Adds the next item to its shard. Returns whether a shard was stored. */
        private boolean add(float @Nullable [] sample) throws InterruptedException {
            int item = shards.next();
            Pixels image = sample == null ? null : decoded(item, sample);
            if (image == null) {
                return shards.skip();
            }
            if (image.channels() != 4 && (job.masks() || job.boxes())) {
                throw new PipelineException(
                        FailureCode.INVALID_INPUT,
                        "the images of model '" + model.info().id()
                                + "' are not transparent, so there are neither masks nor boxes of them");
            }
            Optional<Failure> refused = media.call(() -> moderation.image(image));
            DatasetShards.Encoded encoded = media.call(() -> DatasetShards.Encoded.of(job, item, image));
            progress.goOnOrStop();
            finished.remove(item);
            if (refused.isPresent()) {
                context.refuse(item, refused.get());
                return shards.skip();
            }
            return shards.add(encoded);
        }

        /** Null if the sample cannot be decoded. */
        private @Nullable Pixels decoded(int item, float[] sample) throws InterruptedException {
            try {
                return lease.call(() -> model.decode(sample));
            } catch (EngineException e) {
                if (e.reason() != EngineException.Reason.BROKEN) {
                    throw e;
                }
                Items.failure(e).ifPresent(why -> fail(item, why));
                finished.remove(item);
                return null;
            }
        }

        private void fail(int item, Failure why) {
            failed.put(item, why);
            context.refuse(item, why);
        }

        private void writeTo(DataOutput out) throws IOException {
            shards.writeTo(out);
            out.writeInt(finished.size());
            for (Map.Entry<Integer, float[]> entry : finished.entrySet()) {
                out.writeInt(entry.getKey());
                Payload.writeFloats(out, entry.getValue());
            }
            Payload.writeStates(out, lease.snapshot(), left.values());
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
