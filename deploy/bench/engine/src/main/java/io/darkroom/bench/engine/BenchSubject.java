package io.darkroom.bench.engine;

import io.darkroom.worker.batch.Conditioning;
import io.darkroom.worker.batch.DeviceLease;
import io.darkroom.worker.batch.GaussianNoise;
import io.darkroom.worker.batch.SampleRequest;
import io.darkroom.worker.batch.StepEvent;
import io.darkroom.worker.model.ModelManifest;
import io.darkroom.worker.model.ModelManifest.TextEncoder;
import io.darkroom.worker.model.ModelManifest.Video;
import io.darkroom.worker.model.ModelRepository;
import io.darkroom.worker.ort.EngineConfig.Provider;
import io.darkroom.worker.ort.OrtRuntime;
import io.darkroom.worker.residency.Engine;
import io.darkroom.worker.residency.LoadedModel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** A model that is measured, in an engine of its own. */
final class BenchSubject implements AutoCloseable {
    private final Engine engine;
    private final LoadedModel model;

    BenchSubject(Path models, String id, int rows, int threads, boolean spinning) {
        this(models, id, Map.of(id, rows), new OrtRuntime(Provider.CPU, threads, spinning));
    }

    /** With the rows that a worker measures as best on this machine; the result is kept in {@code cache}. */
    BenchSubject(Path models, String id, int threads, Path cache) {
        this(models, id, Map.of(), new OrtRuntime(Provider.CPU, threads, false, cache));
    }

    private BenchSubject(Path models, String id, Map<String, Integer> rows, OrtRuntime runtime) {
        this.engine = new Engine(runtime, rows, new ModelRepository(() -> models), System::nanoTime);
        this.model = engine.model(id);
    }

    LoadedModel model() {
        return model;
    }

    DeviceLease open() {
        return engine.open(model);
    }

    /** Rows of a step of one sample. */
    int rowsOfSample() {
        return model.takesPrompt() ? 2 : 1;
    }

    /** A guided sample where the model supports guidance; the same numbers for the same arguments. */
    SampleRequest sample(int item, long seed, int steps) {
        Conditioning conditioning = conditioning(seed);
        return SampleRequest.of(
                        item,
                        model.scheduler("ddim", steps),
                        noise(seed, model.sampleShape().size()))
                .prompt(conditioning, 3)
                .unconditional(model.takesPrompt() ? conditioning(~seed) : null)
                .build();
    }

    /** Runs a job of some samples, waits for its end and gives the images' digest. */
    int run(long seed, int samples, int steps) throws InterruptedException {
        Map<Integer, Integer> digests = new HashMap<>();
        try (DeviceLease share = open()) {
            share.submit(IntStream.range(0, samples)
                    .mapToObj(item -> sample(item, seed + item, steps))
                    .toList());
            while (digests.size() < samples) {
                StepEvent news = share.next();
                if (news.finished()) {
                    digests.put(news.item(), Arrays.hashCode(news.sample()));
                }
            }
        }
        return digests.hashCode();
    }

    private Conditioning conditioning(long seed) {
        ModelManifest manifest = model.manifest();
        TextEncoder text = manifest.textEncoder();
        if (text != null) {
            float[] mask = new float[text.maxTokens()];
            Arrays.fill(mask, 1);
            return Conditioning.text(noise(~seed, mask.length * 384), mask);
        }
        Video video = manifest.video();
        int channels = video == null ? 0 : video.contextFrames() * video.channels();
        return Conditioning.frames(
                noise(~seed, channels * manifest.denoiser().sample().pixels()));
    }

    private static float[] noise(long seed, int size) {
        float[] out = new float[size];
        GaussianNoise.fill(seed, 0, out);
        return out;
    }

    @Override
    public void close() {
        engine.close();
    }
}
