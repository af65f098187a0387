package io.darkroom.worker.pipeline.still;

import static io.darkroom.worker.pipeline.Shipped.SIDE;
import static io.darkroom.worker.pipeline.Shipped.STYLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.darkroom.contracts.job.ComposeImage;
import io.darkroom.contracts.job.ComposeImage.Region;
import io.darkroom.contracts.job.InterpolateImages;
import io.darkroom.contracts.job.Sampling;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.worker.batch.GaussianNoise;
import io.darkroom.worker.codec.ClipReader;
import io.darkroom.worker.codec.MediaBudget;
import io.darkroom.worker.pipeline.FakeContext;
import io.darkroom.worker.pipeline.FinishedMedia;
import io.darkroom.worker.pipeline.PipelineException;
import io.darkroom.worker.pipeline.Shipped;
import io.darkroom.worker.raster.Fit;
import io.darkroom.worker.raster.Pixels;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code image.interpolate} and {@code image.compose} on the shipped sticker model. */
@Timeout(120)
class WalkAndRegionsTest {
    private static Shipped shipped;
    private static InterpolateImagesPipeline interpolate;
    private static ComposeImagePipeline compose;

    @BeforeAll
    static void start() {
        shipped = new Shipped();
        interpolate = new InterpolateImagesPipeline(shipped.engine, shipped.media);
        compose = new ComposeImagePipeline(shipped.engine, shipped.media);
    }

    @AfterAll
    static void stop() {
        shipped.close();
    }

    private static FakeContext walk(int frames, String format, boolean stills) throws InterruptedException {
        return shipped.run(
                interpolate,
                new InterpolateImages(
                        "red apple", null, STYLE, SIDE, SIDE, 9, frames, 10, stills, 6, 1.5, "ddim", 1, format),
                new FakeContext());
    }

    @Test
    void startsAndEndsAtTheImagesOfTheSeeds() throws InterruptedException {
        FakeContext walk = walk(5, "webp", true);
        assertThat(walk.stored)
                .extracting(FinishedMedia::name)
                .containsExactly("0.webp", "0-0.png", "0-1.png", "0-2.png", "0-3.png", "0-4.png");
        assertThat(walk.stored.get(1).bytes()).isEqualTo(shipped.sticker("red apple", 1));
        assertThat(walk.stored.get(5).bytes()).isEqualTo(shipped.sticker("red apple", 9));
        Pixels first = Shipped.pixels(walk.stored.get(1).bytes());
        Pixels last = Shipped.pixels(walk.stored.get(5).bytes());
        for (int frame = 1; frame < 5; frame++) {
            Pixels before = Shipped.pixels(walk.stored.get(frame).bytes());
            Pixels next = Shipped.pixels(walk.stored.get(frame + 1).bytes());
            assertThat(Shipped.distance(before, next)).as("no jump").isLessThan(Shipped.distance(first, last));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"webp", "gif", "mp4"})
    void playsInEveryFormat(String format) throws InterruptedException {
        FakeContext walk = walk(3, format, false);
        FinishedMedia clip = walk.stored.getFirst();
        assertThat(walk.stored).hasSize(1);
        assertThat(clip.role()).isEqualTo("video");
        assertThat(clip.frames()).isEqualTo(3);
        List<Pixels> shown = new ClipReader(MediaBudget.DEFAULT).last(clip.bytes(), 3, 10, SIDE, SIDE);
        assertThat(shown).hasSize(3).doesNotHaveDuplicates();
        Pixels still = Fit.overWhite(Shipped.pixels(shipped.sticker("red apple", 1)));
        assertThat(Shipped.distance(shown.getFirst(), still))
                .as("what is clear shows white")
                .isLessThan(5);
    }

    @Test
    void interpolatedNoiseKeepsItsVariance() {
        float[] a = new float[4096];
        float[] b = new float[4096];
        GaussianNoise.fill(1, 0, a);
        GaussianNoise.fill(2, 0, b);
        for (double part : new double[] {0, 0.2, 0.5, 0.9, 1}) {
            assertThat(strength(SphericalInterpolation.between(a, b, part))).isCloseTo(1, within(0.05));
        }
        assertThat(SphericalInterpolation.between(a, b, 0)).isEqualTo(a);
        assertThat(SphericalInterpolation.between(a, b, 1)).isEqualTo(b);
        assertThat(SphericalInterpolation.between(a, a, 0.5)).isEqualTo(a);
    }

    private static double strength(float[] noise) {
        double sum = 0;
        for (float value : noise) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum / noise.length);
    }

    private static ComposeImage composing(List<Region> regions) {
        return new ComposeImage(regions, new Sampling("apple", null, STYLE, 1, SIDE, SIDE, 8, 1.5, "ddim", 5, "png"));
    }

    private static Pixels compose(Region... regions) throws InterruptedException {
        FakeContext context = shipped.run(compose, composing(List.of(regions)), new FakeContext());
        return Shipped.pixels(context.stored.getFirst().bytes());
    }

    @Test
    void eachBoxFollowsItsOwnPrompt() throws InterruptedException {
        Pixels redLeft =
                compose(new Region("red apple", 0, 0, 0.5, 1, 5), new Region("green apple", 0.5, 0, 0.5, 1, 5));
        Pixels redRight =
                compose(new Region("green apple", 0, 0, 0.5, 1, 5), new Region("red apple", 0.5, 0, 0.5, 1, 5));
        assertThat(redness(redLeft, 24)).isGreaterThan(redness(redRight, 24) + 40);
        assertThat(redness(redRight, 80)).isGreaterThan(redness(redLeft, 80) + 40);
    }

    /** Red above green of a part at the left or right. */
    private static double redness(Pixels image, int x) {
        double[] mean = Shipped.mean(image, x, 48, 24, 48);
        return mean[0] - mean[1];
    }

    @Test
    void aRegionWithThePromptOfTheImageChangesNothing() throws InterruptedException {
        Pixels one = compose(new Region("apple", 0, 0, 1, 1, 1));
        Pixels other = compose(new Region("apple", 0.2, 0.1, 0.3, 0.5, 7), new Region("apple", 0, 0, 1, 0.2, 2));
        assertThat(Shipped.distance(one, other)).isLessThan(0.5);
    }

    @Test
    void boxesAreSoftAtTheirBorders() {
        float[] weights = RegionWeights.of(new Region("x", 0.25, 0.25, 0.5, 0.5, 3), 32, 32);
        assertThat(weights[16 * 32 + 16]).isEqualTo(3f, within(1e-5f));
        assertThat(weights[16 * 32 + 8]).isBetween(0.5f, 2.9f);
        assertThat(weights[2 * 32 + 2]).isZero();
    }

    @Test
    void acceptsUpToEightRegions() throws InterruptedException {
        Region region = new Region("red apple", 0, 0, 1, 1, 1);
        assertThat(compose(Collections.nCopies(8, region).toArray(Region[]::new))
                        .width())
                .isEqualTo(SIDE);
        for (int count : new int[] {0, 9}) {
            assertThatThrownBy(() ->
                            shipped.run(compose, composing(Collections.nCopies(count, region)), new FakeContext()))
                    .isInstanceOfSatisfying(
                            PipelineException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.INVALID_INPUT));
        }
    }
}
