package io.darkroom.worker.batch;

import io.darkroom.worker.scheduler.StepNoise;

/**
 * Standard normal noise that is the same for a seed on every machine and every JDK.
 *
 * <p>Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011): the key is the seed, the
 * counter is {@code (block, stream)}, each block gives four words. Two words {@code a, b} become two normals by Box and
 * Muller's transform: {@code r = sqrt(-2 ln((a + 0.5) / 2^32))}, {@code φ = 2π (b + 0.5) / 2^32}, {@code (r cos φ,
 * r sin φ)}. {@link StrictMath} gives the same bits everywhere, where {@link Math} may use the processor's own functions.
 */
public final class GaussianNoise {
    private static final int ROUNDS = 10;
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final double UNIT = 0x1p-32;

    private GaussianNoise() {}

    /** The first {@code size} numbers of a seed's first stream. */
    public static float[] of(long seed, int size) {
        float[] out = new float[size];
        fill(seed, 0, out);
        return out;
    }

    /**
     * Fills the array.
     *
     * @param seed any number; neighbouring seeds are uncorrelated
     * @param stream 0 for an image; the block of frames for a video
     */
    public static void fill(long seed, long stream, float[] out) {
        int[] words = new int[4];
        for (int at = 0; at < out.length; at += 4) {
            long block = at >>> 2;
            philox(words, (int) block, (int) (block >>> 32), (int) stream, (int) (stream >>> 32), (int) seed, (int)
                    (seed >>> 32));
            pair(words[0], words[1], out, at);
            pair(words[2], words[3], out, at + 2);
        }
    }

    /**
     * The noise between the steps of a sample that starts from {@code fill(seed, stream)}.
     *
     * @param stream 0 to 2^31 - 1; step {@code i} draws from stream {@code stream + 2^32 (i + 1)}, which no sample starts from
     */
    public static StepNoise steps(long seed, int stream) {
        return (step, out) -> fill(seed, stream + ((step + 1L) << 32), out);
    }

    private static void pair(int a, int b, float[] out, int at) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log((Integer.toUnsignedLong(a) + 0.5) * UNIT));
        double angle = 2 * StrictMath.PI * (Integer.toUnsignedLong(b) + 0.5) * UNIT;
        if (at < out.length) {
            out[at] = (float) (radius * StrictMath.cos(angle));
        }
        if (at + 1 < out.length) {
            out[at + 1] = (float) (radius * StrictMath.sin(angle));
        }
    }

    /** Sets {@code words} to the counter's four random words. */
    static void philox(int[] words, int c0, int c1, int c2, int c3, int key0, int key1) {
        for (int round = 0; round < ROUNDS; round++) {
            long left = MULTIPLIER_0 * Integer.toUnsignedLong(c0);
            long right = MULTIPLIER_1 * Integer.toUnsignedLong(c2);
            c0 = (int) (right >>> 32) ^ c1 ^ key0;
            c2 = (int) (left >>> 32) ^ c3 ^ key1;
            c1 = (int) right;
            c3 = (int) left;
            key0 += WEYL_0;
            key1 += WEYL_1;
        }
        words[0] = c0;
        words[1] = c1;
        words[2] = c2;
        words[3] = c3;
    }
}
