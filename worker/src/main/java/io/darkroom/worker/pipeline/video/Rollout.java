package io.darkroom.worker.pipeline.video;

import io.darkroom.worker.batch.Conditioning;
import io.darkroom.worker.batch.DeviceLease;
import io.darkroom.worker.batch.GaussianNoise;
import io.darkroom.worker.batch.SampleRequest;
import io.darkroom.worker.batch.SampleState;
import io.darkroom.worker.batch.StepEvent;
import io.darkroom.worker.codec.ImageIoPng;
import io.darkroom.worker.pipeline.Items;
import io.darkroom.worker.pipeline.Payload;
import io.darkroom.worker.pipeline.PipelineContext;
import io.darkroom.worker.pipeline.PreviewPlan;
import io.darkroom.worker.pipeline.Progress;
import io.darkroom.worker.raster.Pixels;
import io.darkroom.worker.residency.LoadedModel;
import io.darkroom.worker.scheduler.Scheduler;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Predicts futures block by block beyond the model's window, all of them in the running batch. The state can be written to a
 * checkpoint between any two denoising steps, and an attempt that resumes from it gives equal bytes.
 */
final class Rollout {
    private final LoadedModel model;
    private final Request asked;
    private final PreviewPlan plan;
    private final int window;
    private final int blockSteps;
    private final List<Future> futures = new ArrayList<>();
    private final Map<Integer, SampleState> left = new HashMap<>();
    private final Set<Integer> skipped;
    private int stored;

    /**
     * The requested futures.
     *
     * @param n futures
     * @param frames frames to predict of each
     * @param steps denoising steps of one block, as requested
     * @param seed item {@code i} runs with {@code seed + i}
     * @param firstStream number of the first block's stream of noise
     */
    record Request(int n, int frames, int steps, String scheduler, long seed, int firstStream) {}

    /** @param contexts the encoded frames that the first block of each future is predicted from */
    Rollout(LoadedModel model, int window, Request asked, int previews, List<List<float[]>> contexts) {
        this(model, window, asked, previews, contexts, Set.of());
    }

    /** @param skipped items that are not predicted */
    Rollout(
            LoadedModel model,
            int window,
            Request asked,
            int previews,
            List<List<float[]>> contexts,
            Set<Integer> skipped) {
        this.skipped = Set.copyOf(skipped);
        this.model = model;
        this.window = window;
        this.asked = asked;
        this.blockSteps = model.scheduler(asked.scheduler(), asked.steps()).steps();
        this.plan = new PreviewPlan(previews, Math.ceilDiv(asked.frames(), window) * blockSteps);
        for (int item = 0; item < asked.n(); item++) {
            futures.add(new Future(contexts.get(item), skipped.contains(item) ? 0 : asked.frames()));
        }
    }

    /** Total of denoising steps; some schedulers take more than were requested. */
    static int steps(LoadedModel model, int window, Request asked) {
        return asked.n()
                * Math.ceilDiv(asked.frames(), window)
                * model.scheduler(asked.scheduler(), asked.steps()).steps();
    }

    /** Steps done by earlier attempts; valid before {@link #run}. */
    int done() {
        int blocks = futures.stream().mapToInt(this::blocks).sum();
        return blocks * blockSteps
                + left.values().stream().mapToInt(SampleState::step).sum();
    }

    private int blocks(Future future) {
        return Math.ceilDiv(future.predicted().size(), window);
    }

    /** Denoises step by step, until all futures are complete or the job has to stop. */
    void run(DeviceLease lease, PipelineContext context, Progress progress) throws InterruptedException {
        int before = progress.done();
        for (int item = 0; item < asked.n(); item++) {
            if (!futures.get(item).complete()) {
                submit(lease, item);
            }
        }
        while (!futures.stream().allMatch(Future::complete)) {
            StepEvent event = lease.next();
            record(event, lease, context);
            progress.reached(before + event.total());
        }
    }

    private void submit(DeviceLease lease, int item) {
        SampleRequest request = block(item);
        SampleState state = left.remove(item);
        if (state == null) {
            lease.submit(request);
        } else {
            lease.submit(request, state);
        }
    }

    private SampleRequest block(int item) {
        Future future = futures.get(item);
        int block = blocks(future);
        int stream = asked.firstStream() + block;
        float[] noise = new float[model.sampleShape().size()];
        GaussianNoise.fill(asked.seed() + item, stream, noise);
        Scheduler scheduler = model.scheduler(asked.scheduler(), asked.steps());
        scheduler.begin(noise);
        return SampleRequest.of(item, scheduler, noise)
                .noise(GaussianNoise.steps(asked.seed() + item, stream))
                .prompt(Conditioning.frames(future.window()), 1)
                .previews(step -> plan.shows(block * blockSteps + step))
                .build();
    }

    /** An event is delivered once, so it is recorded before anything may throw. */
    private void record(StepEvent event, DeviceLease lease, PipelineContext context) {
        int item = event.item();
        Future future = futures.get(item);
        Items.failure(event.failure()).ifPresent(why -> {
            future.giveUp();
            context.refuse(item, why);
        });
        float[] image = event.sample();
        if (image == null) {
            return;
        }
        int step = blocks(future) * blockSteps + event.step();
        if (event.finished()) {
            future.add(image);
            if (!future.complete()) {
                submit(lease, item);
            }
        }
        if (plan.shows(step)) {
            context.preview(item, step, ImageIoPng.CONTENT_TYPE, lastFrame(image));
        }
    }

    /** The last frame of a block, as PNG. */
    private byte[] lastFrame(float[] block) {
        int size = 3 * model.sampleShape().pixels();
        return ImageIoPng.encode(model.preview(Arrays.copyOfRange(block, block.length - size, block.length)));
    }

    /** A future's frames at the size of the model's images. */
    List<Pixels> images(int item, DeviceLease lease, Progress progress) throws InterruptedException {
        List<Pixels> out = new ArrayList<>();
        for (float[] frame : futures.get(item).predicted()) {
            progress.goOnOrStop();
            out.add(lease.call(() -> model.decode(frame)));
        }
        return out;
    }

    /** Whether the item has no result; the reason is recorded. */
    boolean skips(int item) {
        return skipped.contains(item) || futures.get(item).isGivenUp();
    }

    /** Items before this one are stored. */
    int stored() {
        return stored;
    }

    void storedUpTo(int item) {
        stored = item;
    }

    void writeTo(DataOutput out, List<SampleState> states) throws IOException {
        out.writeInt(stored);
        for (Future future : futures) {
            List<float[]> frames = future.predicted();
            out.writeInt(frames.size());
            for (float[] frame : frames) {
                Payload.writeFloats(out, frame);
            }
        }
        Payload.writeStates(out, states, left.values());
    }

    /** @throws IOException if it is not of a rollout like this one; then this object must not be used any more */
    void readFrom(DataInput in) throws IOException {
        stored = Payload.readCount(in);
        for (Future future : futures) {
            int frames = Payload.readCount(in);
            for (int i = 0; i < frames; i++) {
                future.add(Payload.readFloats(in));
            }
            if (future.predicted().size() != frames) {
                throw new IOException("more frames than were requested");
            }
        }
        for (SampleState state : Payload.readStates(in)) {
            if (state.item() < 0 || state.item() >= asked.n()) {
                throw new IOException("the state of an item " + state.item());
            }
            left.put(state.item(), state);
        }
    }
}
