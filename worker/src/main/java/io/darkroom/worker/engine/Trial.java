package io.darkroom.worker.engine;

import io.darkroom.worker.model.ModelManifest;
import io.darkroom.worker.model.ModelManifest.TextEncoder;
import io.darkroom.worker.model.ModelManifest.Video;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * What a few runs at start-up show of a model: that it runs, how fast, and whether a row's numbers depend on its place or
 * its neighbours. The receipt repeats the latter, so it is measured here and not assumed.
 *
 * @param runSeconds median of one run, all rows
 * @param exact a row was the same bit for bit in every slot and beside every neighbour that was tried
 */
public record Trial(double runSeconds, boolean exact) {
    private static final int WARM_UP = 2;
    private static final int RUNS = 5;

    static Trial of(Denoiser denoiser, ModelManifest manifest, LongSupplier nanoTime) {
        int rows = denoiser.rows();
        int size = manifest.denoiser().sample().size();
        long[] nanos = new long[RUNS];
        float[] first = new float[size];
        float[] again = new float[size];
        boolean exact = true;
        for (int run = 0; run < WARM_UP + RUNS; run++) {
            int slot = run % rows;
            for (int row = 0; row < rows; row++) {
                // Row 0 of the first run is the probe; later it moves on, among others that were not there before.
                long seed = row == slot ? 0 : 1L + run * rows + row;
                denoiser.put(row, noise(seed, size), row == slot ? 500 : 100 * (run + 1), conditioning(manifest, seed));
            }
            long start = nanoTime.getAsLong();
            denoiser.run();
            if (run >= WARM_UP) {
                nanos[run - WARM_UP] = nanoTime.getAsLong() - start;
            }
            denoiser.take(slot, run == 0 ? first : again);
            exact &= run == 0 || Arrays.equals(first, again);
        }
        Arrays.sort(nanos);
        return new Trial(nanos[RUNS / 2] / 1e9, exact);
    }

    private static float[] noise(long seed, int size) {
        float[] out = new float[size];
        GaussianNoise.fill(seed, 0, out);
        return out;
    }

    private static Conditioning conditioning(ModelManifest manifest, long seed) {
        TextEncoder encoder = manifest.textEncoder();
        if (encoder != null) {
            float[] mask = new float[encoder.maxTokens()];
            Arrays.fill(mask, 0, (int) Math.min(mask.length, 2 + seed), 1);
            return Conditioning.text(noise(~seed, mask.length * OrtTextEncoder.WIDTH), mask);
        }
        Video video = manifest.video();
        int channels = video == null ? 0 : video.contextFrames() * video.channels();
        return Conditioning.frames(
                noise(~seed, channels * manifest.denoiser().sample().pixels()));
    }
}
