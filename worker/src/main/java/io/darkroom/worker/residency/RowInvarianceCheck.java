package io.darkroom.worker.residency;

import io.darkroom.worker.batch.Conditioning;
import io.darkroom.worker.batch.Denoiser;
import io.darkroom.worker.batch.GaussianNoise;
import java.util.Arrays;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/**
 * What a few runs at start-up show of a model: that it runs, how fast, and whether a row's numbers depend on its place or
 * its neighbours. The receipt repeats the latter, so it is measured here and not assumed.
 *
 * @param runSeconds median of one run, all rows
 * @param exact a row was the same bit for bit in every slot and beside every neighbour that was tried
 */
public record RowInvarianceCheck(double runSeconds, boolean exact) {
    private static final int WARM_UP = 2;
    private static final int RUNS = 5;

    /**
     * @param size of a sample
     * @param told makes up what a row is told
     */
    static RowInvarianceCheck of(Denoiser denoiser, int size, LongFunction<Conditioning> told, LongSupplier nanoTime) {
        int rows = denoiser.rows();
        long[] nanos = new long[RUNS];
        float[] first = new float[size];
        float[] again = new float[size];
        boolean exact = true;
        for (int run = 0; run < WARM_UP + RUNS; run++) {
            int slot = run % rows;
            for (int row = 0; row < rows; row++) {
                // Row 0 of the first run is the probe; later it moves on, among others that were not there before.
                long seed = row == slot ? 0 : 1L + run * rows + row;
                denoiser.put(row, GaussianNoise.of(seed, size), row == slot ? 500 : 100 * (run + 1), told.apply(seed));
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
        return new RowInvarianceCheck(nanos[RUNS / 2] / 1e9, exact);
    }

    /** Seconds of one run, all rows filled, after one that does not count. */
    static double seconds(Denoiser denoiser, int size, LongFunction<Conditioning> told, LongSupplier nanoTime) {
        for (int row = 0; row < denoiser.rows(); row++) {
            denoiser.put(row, GaussianNoise.of(row, size), 500, told.apply(row));
        }
        denoiser.run();
        long start = nanoTime.getAsLong();
        denoiser.run();
        return (nanoTime.getAsLong() - start) / 1e9;
    }
}
