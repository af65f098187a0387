package io.darkroom.worker.pipeline;

import io.darkroom.contracts.job.GenerateImage;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.Sampling;
import io.darkroom.worker.codec.MediaBudget;
import io.darkroom.worker.codec.MediaThreads;
import io.darkroom.worker.codec.StillReader;
import io.darkroom.worker.model.TestModels;
import io.darkroom.worker.ort.EngineConfig.Provider;
import io.darkroom.worker.ort.OrtRuntime;
import io.darkroom.worker.pipeline.still.GenerateImagePipeline;
import io.darkroom.worker.raster.Pixels;
import io.darkroom.worker.residency.Engine;
import java.nio.file.Path;
import java.util.Map;

/** The shipped starter models and their images. */
public final class Shipped implements AutoCloseable {
    public static final String MODEL = "sticker";
    public static final String STYLE = "fluent 3d";
    public static final int SIDE = 128;

    public final Engine engine = new Engine(
            new OrtRuntime(Provider.CPU, 2, false),
            Map.of(),
            TestModels.repository(Path.of("models")),
            System::nanoTime);
    public final MediaThreads media = new MediaThreads();

    /** An image of the prompt, as PNG. */
    public byte[] sticker(String prompt, long seed) throws InterruptedException {
        return run(
                        new GenerateImagePipeline(engine, media),
                        new GenerateImage(
                                new Sampling(prompt, null, STYLE, 1, SIDE, SIDE, 6, 1.5, "ddim", seed, "png")),
                        new FakeContext())
                .stored
                .getFirst()
                .bytes();
    }

    public FakeContext run(Pipeline pipeline, JobInput job, FakeContext context) throws InterruptedException {
        pipeline.run(MODEL, job, context);
        return context;
    }

    public static Pixels pixels(byte[] file) {
        return new StillReader(MediaBudget.STILL).read(file);
    }

    /** Mean absolute difference of colour over opacity and of opacity, 0 to 255. */
    public static double distance(Pixels a, Pixels b) {
        float[] first = a.as(4).premultipliedPlanes();
        float[] second = b.as(4).premultipliedPlanes();
        double sum = 0;
        for (int i = 0; i < first.length; i++) {
            sum += Math.abs(first[i] - second[i]) * 127.5;
        }
        return sum / first.length;
    }

    /** Mean colour of a part, premultiplied: red, green, blue, opacity, 0 to 255. */
    public static double[] mean(Pixels image, int x, int y, int width, int height) {
        float[] planes = image.as(4).premultipliedPlanes();
        int count = image.width() * image.height();
        double[] sums = new double[4];
        for (int at = 0; at < width * height; at++) {
            int pixel = (y + at / width) * image.width() + x + at % width;
            for (int c = 0; c < 4; c++) {
                sums[c] += (planes[c * count + pixel] + 1) * 127.5 / (width * height);
            }
        }
        return sums;
    }

    @Override
    public void close() {
        engine.close();
        media.close();
    }
}
