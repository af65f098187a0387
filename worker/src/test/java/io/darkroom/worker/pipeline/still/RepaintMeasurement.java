package io.darkroom.worker.pipeline.still;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.contracts.job.InpaintImage;
import io.darkroom.contracts.job.Sampling;
import io.darkroom.worker.codec.ImageIoPng;
import io.darkroom.worker.pipeline.FakeContext;
import io.darkroom.worker.pipeline.Shipped;
import io.darkroom.worker.raster.Pixels;
import io.darkroom.worker.raster.Placement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How well holes in images are filled by the sticker model, beside the whole images: not run with the tests, but by
 * {@code ./mvnw -pl worker -am test -Dtest=RepaintMeasurement -Dsurefire.failIfNoSpecifiedTests=false -Dpictures=FOLDER}. The
 * folder holds PNGs of 128x128, named by what they show.
 */
class RepaintMeasurement {
    private static final int SIDE = 128;
    private static final Placement BOX = new Placement(40, 40, 48, 48);
    private static final Placement HALF = new Placement(64, 0, 64, SIDE);

    /** Sums over premultiplied values from -1 to 1. */
    private static final class Sums {
        private double squares;
        private int inside;
        private double steps;
        private int pairs;

        void add(float[] truth, float[] drawn, Placement hole) {
            int count = SIDE * SIDE;
            for (int i = 0; i < truth.length; i++) {
                int x = i % count % SIDE;
                int y = i % count / SIDE;
                if (hole.holds(x, y)) {
                    squares += Math.pow(truth[i] - drawn[i], 2);
                    inside++;
                }
                across(truth, drawn, i, x > 0 && hole.holds(x, y) != hole.holds(x - 1, y), 1);
                across(truth, drawn, i, y > 0 && hole.holds(x, y) != hole.holds(x, y - 1), SIDE);
            }
        }

        private void across(float[] truth, float[] drawn, int at, boolean seam, int back) {
            if (seam) {
                steps += Math.abs(drawn[at] - drawn[at - back] - truth[at] + truth[at - back]);
                pairs++;
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"12,1", "24,1", "12,2", "12,4"})
    void measure(int steps, int times) throws IOException, InterruptedException {
        String folder = System.getProperty("images");
        assertThat(folder).as("-Dpictures=FOLDER").isNotNull();
        List<Path> files;
        try (Stream<Path> all = Files.list(Path.of(folder))) {
            files = all.sorted().toList();
        }
        try (Shipped shipped = new Shipped()) {
            InpaintImagePipeline pipeline =
                    new InpaintImagePipeline(shipped.engine, shipped.media, new Resampling(times));
            for (Placement hole : List.of(BOX, HALF)) {
                Sums sums = new Sums();
                for (Path file : files) {
                    Pixels truth = Shipped.pixels(Files.readAllBytes(file)).as(4);
                    String label = file.getFileName().toString().replace(".png", "");
                    Pixels drawn = fill(shipped, pipeline, truth, hole, label, steps);
                    sums.add(truth.premultipliedPlanes(), drawn.premultipliedPlanes(), hole);
                }
                System.err.printf(
                        "%d images, %s, %d steps, each %d times: squared error %.4f, seam %.4f%n",
                        files.size(),
                        hole == BOX ? "a box" : "a half",
                        steps,
                        times,
                        sums.squares / sums.inside,
                        sums.steps / sums.pairs);
            }
        }
    }

    private static Pixels fill(
            Shipped shipped, InpaintImagePipeline pipeline, Pixels truth, Placement hole, String label, int steps)
            throws InterruptedException {
        byte[] mask = new byte[SIDE * SIDE * 3];
        byte[] holed = truth.data().clone();
        for (int y = hole.y(); y < hole.y() + hole.height(); y++) {
            int from = y * SIDE + hole.x();
            Arrays.fill(mask, 3 * from, 3 * (from + hole.width()), (byte) 0xff);
            Arrays.fill(holed, 4 * from, 4 * (from + hole.width()), (byte) 0);
        }
        FakeContext context = new FakeContext();
        InpaintImage job = new InpaintImage(
                context.put(ImageIoPng.encode(new Pixels(SIDE, SIDE, 4, holed))),
                context.put(ImageIoPng.encode(new Pixels(SIDE, SIDE, 3, mask))),
                1,
                new Sampling(label, null, Shipped.STYLE, 1, SIDE, SIDE, steps, 2, "ddim", 5, "png"));
        shipped.run(pipeline, job, context);
        return Shipped.pixels(context.stored.getFirst().bytes()).as(4);
    }
}
