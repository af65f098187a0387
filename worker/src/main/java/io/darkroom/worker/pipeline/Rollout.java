package io.darkroom.worker.pipeline;

import io.darkroom.worker.batch.Conditioning;
import io.darkroom.worker.batch.DeviceLease;
import io.darkroom.worker.batch.GaussianNoise;
import io.darkroom.worker.batch.SampleRequest;
import io.darkroom.worker.batch.SampleState;
import io.darkroom.worker.batch.StepEvent;
import io.darkroom.worker.codec.ImageIoPng;
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
 * Futures that grow block by block beyond the model's window, all of them in the running batch. Where it stands can be
 * written down between any two denoising steps, and gone on from with equal bytes.
 */
final class Rollout {
    private final LoadedModel model;
    private final Ask ask;
    private final PreviewPlan plan;
    private final int window;
    private final int blockSteps;
    private final List<Future> futures = new ArrayList<>();
    private final Map<Integer, SampleState> left = new HashMap<>();
    private final Set<Integer> skipped;
    private int stored;

    /**
     * What is asked for.
     *
     * @param n futures
     * @param frames frames to predict of each
     * @param steps denoising steps of one block, as asked for
     * @param seed item {@code i} runs with {@code seed + i}
     * @param firstStream number of the first block's stream of noise
     */
    record Ask(int n, int frames, int steps, String scheduler, long seed, int firstStream) {}

    /** @param contexts the frames that each future is predicted from at first, encoded */
    Rollout(LoadedModel model, int window, Ask ask, int previews, List<List<float[]>> contexts) {
        this(model, window, ask, previews, contexts, Set.of());
    }

    /** @param skipped items that are not predicted */
    Rollout(LoadedModel model, int window, Ask ask, int previews, List<List<float[]>> contexts, Set<Integer> skipped) {
        this.skipped = Set.copyOf(skipped);
        this.model = model;
        this.window = window;
        this.ask = ask;
        this.blockSteps = model.scheduler(ask.scheduler(), ask.steps()).steps();
        this.plan = new PreviewPlan(previews, Math.ceilDiv(ask.frames(), window) * blockSteps);
        for (int item = 0; item < ask.n(); item++) {
            futures.add(new Future(contexts.get(item), skipped.contains(item) ? 0 : ask.frames()));
        }
    }

    /** Denoising steps in all; some methods take more than were asked for. */
    static int steps(LoadedModel model, int window, Ask ask) {
        return ask.n()
                * Math.ceilDiv(ask.frames(), window)
                * model.scheduler(ask.scheduler(), ask.steps()).steps();
    }

    /** Steps that are done: by earlier attempts, before {@link #run}. */
    int done() {
        int blocks = futures.stream().mapToInt(this::blocks).sum();
        return blocks * blockSteps
                + left.values().stream().mapToInt(SampleState::step).sum();
    }

    private int blocks(Future future) {
        return Math.ceilDiv(future.predicted().size(), window);
    }

    /** Step by step, until all futures are complete or somebody says stop. */
    void run(DeviceLease share, PipelineContext context, Progress progress) throws InterruptedException {
        int before = progress.done();
        for (int item = 0; item < ask.n(); item++) {
            if (!futures.get(item).complete()) {
                submit(share, item);
            }
        }
        while (!futures.stream().allMatch(Future::complete)) {
            StepEvent news = share.next();
            take(news, share, context);
            progress.reached(before + news.total());
        }
    }

    private void submit(DeviceLease share, int item) {
        SampleRequest request = block(item);
        SampleState state = left.remove(item);
        if (state == null) {
            share.submit(request);
        } else {
            share.submit(request, state);
        }
    }

    private SampleRequest block(int item) {
        Future future = futures.get(item);
        int block = blocks(future);
        int stream = ask.firstStream() + block;
        float[] noise = new float[model.sampleShape().size()];
        GaussianNoise.fill(ask.seed() + item, stream, noise);
        Scheduler scheduler = model.scheduler(ask.scheduler(), ask.steps());
        scheduler.begin(noise);
        return SampleRequest.of(item, scheduler, noise)
                .noise(GaussianNoise.steps(ask.seed() + item, stream))
                .prompt(Conditioning.frames(future.window()), 1)
                .previews(step -> plan.shows(block * blockSteps + step))
                .build();
    }

    /** What was told is not told again, so it is taken in before anything may throw. */
    private void take(StepEvent news, DeviceLease share, PipelineContext context) {
        int item = news.item();
        Future future = futures.get(item);
        Items.failure(news.failure()).ifPresent(why -> {
            future.giveUp();
            context.refuse(item, why);
        });
        float[] picture = news.sample();
        if (picture == null) {
            return;
        }
        int step = blocks(future) * blockSteps + news.step();
        if (news.finished()) {
            future.add(picture);
            if (!future.complete()) {
                submit(share, item);
            }
        }
        if (plan.shows(step)) {
            context.preview(item, step, ImageIoPng.CONTENT_TYPE, lastFrame(picture));
        }
    }

    /** The furthest frame of a block, as PNG. */
    private byte[] lastFrame(float[] block) {
        int size = 3 * model.sampleShape().pixels();
        return ImageIoPng.encode(model.preview(Arrays.copyOfRange(block, block.length - size, block.length)));
    }

    /** A future's frames at the size of the model's pictures. */
    List<Pixels> pictures(int item, DeviceLease share, Progress progress) throws InterruptedException {
        List<Pixels> out = new ArrayList<>();
        for (float[] frame : futures.get(item).predicted()) {
            progress.goOnOrStop();
            out.add(share.call(() -> model.decode(frame)));
        }
        return out;
    }

    /** Whether it has no result, and it was said why. */
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

    /** @throws IOException if it is not of a rollout like this one; then this object is of no use any more */
    void readFrom(DataInput in) throws IOException {
        stored = Payload.readCount(in);
        for (Future future : futures) {
            int frames = Payload.readCount(in);
            for (int i = 0; i < frames; i++) {
                future.add(Payload.readFloats(in));
            }
            if (future.predicted().size() != frames) {
                throw new IOException("more frames than were asked for");
            }
        }
        for (SampleState state : Payload.readStates(in)) {
            if (state.item() < 0 || state.item() >= ask.n()) {
                throw new IOException("the state of an item " + state.item());
            }
            left.put(state.item(), state);
        }
    }
}
