package io.darkroom.worker.pipeline.video;

import io.darkroom.contracts.job.GenerateVideo;
import io.darkroom.worker.batch.Conditioning;
import io.darkroom.worker.batch.DeviceLease;
import io.darkroom.worker.batch.EngineException;
import io.darkroom.worker.batch.GaussianNoise;
import io.darkroom.worker.batch.SampleRequest;
import io.darkroom.worker.batch.SampleState;
import io.darkroom.worker.batch.StepEvent;
import io.darkroom.worker.pipeline.Payload;
import io.darkroom.worker.pipeline.Progress;
import io.darkroom.worker.pipeline.Samples;
import io.darkroom.worker.residency.LoadedModel;
import io.darkroom.worker.scheduler.Scheduler;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The first frames of videos, drawn by the image model, all of them in the running batch. Item {@code i} is the image that
 * {@code image.generate} makes from the same prompt, parameters and seed.
 */
final class FirstFrames {
    private static final int STREAM = 0;

    private final LoadedModel model;
    private final GenerateVideo job;
    private final SortedMap<Integer, float[]> drawn = new TreeMap<>();
    private final Map<Integer, SampleState> left = new HashMap<>();
    private final Map<Integer, EngineException> failures = new HashMap<>();

    FirstFrames(LoadedModel model, GenerateVideo job) {
        this.model = model;
        this.job = job;
    }

    /** The sample without noise of each item. */
    Samples draw(DeviceLease lease, Progress progress) throws InterruptedException {
        int before = progress.done();
        if (drawn.size() < job.n()) {
            String prompt = job.style() == null ? job.prompt() : job.prompt() + ", " + job.style() + " style";
            String negative = job.negativePrompt() == null ? "" : job.negativePrompt();
            Conditioning conditioning = lease.call(() -> model.condition(prompt));
            // At scale 1 guidance has no effect and would double the cost.
            Conditioning unconditional =
                    job.imageGuidanceScale() == 1 ? null : lease.call(() -> model.condition(negative));
            for (int item = 0; item < job.n(); item++) {
                if (!drawn.containsKey(item)) {
                    submit(lease, item, conditioning, unconditional);
                }
            }
        }
        while (drawn.size() + failures.size() < job.n()) {
            StepEvent event = lease.next();
            float[] sample = event.sample();
            EngineException failure = event.failure();
            if (failure != null) {
                failures.put(event.item(), failure);
            } else if (event.finished() && sample != null) {
                drawn.put(event.item(), sample);
            }
            progress.reached(before + event.total());
        }
        List<float[]> samples = new ArrayList<>();
        for (int item = 0; item < job.n(); item++) {
            samples.add(drawn.getOrDefault(item, new float[0]));
        }
        return new Samples(samples, failures);
    }

    private void submit(DeviceLease lease, int item, Conditioning conditioning, @Nullable Conditioning unconditional) {
        float[] noise = new float[model.sampleShape().size()];
        GaussianNoise.fill(job.seedOf(item), STREAM, noise);
        Scheduler scheduler = model.scheduler(job.imageScheduler(), job.imageSteps());
        scheduler.begin(noise);
        SampleRequest request = SampleRequest.of(item, scheduler, noise)
                .noise(GaussianNoise.steps(job.seedOf(item), STREAM))
                .prompt(conditioning, job.imageGuidanceScale())
                .unconditional(unconditional)
                .build();
        SampleState state = left.remove(item);
        if (state == null) {
            lease.submit(request);
        } else {
            lease.submit(request, state);
        }
    }

    void writeTo(DataOutput out, List<SampleState> states) throws IOException {
        out.writeInt(drawn.size());
        for (Map.Entry<Integer, float[]> entry : drawn.entrySet()) {
            out.writeInt(entry.getKey());
            Payload.writeFloats(out, entry.getValue());
        }
        Payload.writeStates(out, states, left.values());
    }

    void readFrom(DataInput in) throws IOException {
        int count = Payload.readCount(in);
        for (int i = 0; i < count; i++) {
            drawn.put(itemOf(in.readInt()), Payload.readFloats(in));
        }
        for (SampleState state : Payload.readStates(in)) {
            left.put(itemOf(state.item()), state);
        }
    }

    private int itemOf(int item) throws IOException {
        if (item < 0 || item >= job.n()) {
            throw new IOException("an item " + item);
        }
        return item;
    }
}
