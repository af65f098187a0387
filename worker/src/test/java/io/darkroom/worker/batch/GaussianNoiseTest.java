package io.darkroom.worker.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GaussianNoiseTest {

    /** The known answers of the authors' library, Random123 (kat_vectors, philox4x32-10). */
    @Test
    void isPhilox() {
        assertThat(philox(0, 0, 0, 0, 0, 0)).containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
        assertThat(philox(-1, -1, -1, -1, -1, -1)).containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
        assertThat(philox(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0))
                .containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
    }

    /** A change of these numbers changes every image of every seed, and needs a new version of the receipt. */
    @Test
    void keepsItsNumbers() {
        assertThat(noise(42, 0, 6))
                .containsExactly(-0.9701898f, 0.19401896f, -1.2356207f, 1.9239267f, -0.07318151f, 0.13913749f);
    }

    @Test
    void isStandardNormal() {
        float[] noise = noise(7, 3, 200_000);
        double mean = 0;
        double square = 0;
        double fourth = 0;
        for (float x : noise) {
            mean += x;
            square += x * x;
            fourth += x * x * x * x;
        }
        assertThat(mean / noise.length).isCloseTo(0, within(0.01));
        assertThat(square / noise.length).isCloseTo(1, within(0.01));
        assertThat(fourth / noise.length).isCloseTo(3, within(0.1));
    }

    @Test
    void isUncorrelatedForNeighbouringSeedsAndStreams() {
        assertThat(correlation(noise(1, 0, 50_000), noise(2, 0, 50_000))).isCloseTo(0, within(0.02));
        assertThat(correlation(noise(1, 0, 50_000), noise(1, 1, 50_000))).isCloseTo(0, within(0.02));
    }

    @Test
    void hasTheSameBeginningForAnyLength() {
        assertThat(noise(5, 0, 7)).containsExactly(Arrays.copyOf(noise(5, 0, 16), 7));
    }

    private static double correlation(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum / a.length;
    }

    private static float[] noise(long seed, long stream, int count) {
        float[] out = new float[count];
        GaussianNoise.fill(seed, stream, out);
        return out;
    }

    private static int[] philox(int c0, int c1, int c2, int c3, int k0, int k1) {
        int[] words = new int[4];
        GaussianNoise.philox(words, c0, c1, c2, c3, k0, k1);
        return words;
    }
}
