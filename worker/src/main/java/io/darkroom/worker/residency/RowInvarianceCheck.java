package io.darkroom.worker.residency;

import io.darkroom.worker.batch.Conditioning;
import io.darkroom.worker.batch.Denoiser;
import io.darkroom.worker.batch.GaussianNoise;
import java.util.Arrays;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/**
 * What a few runs at start-up show of a denoiser: that it runs, how fast, and whether a row's numbers depend on its position or on
 * its neighbours. Receipts state the latter, so it is measured and not assumed.
 *
 * @param runSeconds median of one run, all rows
 * @param exact whether a row was the same, bit for bit, at every position and beside all neighbours that were tried
 */
record RowInvarianceCheck(double runSeconds, boolean exact) {
    private static final int WARM_UP = 2;
    private static final int RUNS = 5;

    /**
     * Runs the denoiser on noise.
     *
     * @param size values of a sample
     * @param conditioning makes up the conditioning of a row from a seed
     */
    static RowInvarianceCheck run(
            Denoiser denoiser, int size, LongFunction<Conditioning> conditioning, LongSupplier nanoTime) {
        int rows = denoiser.rows();
        long[] nanos = new long[RUNS];
        float[] first = new float[size];
        float[] again = new float[size];
        boolean exact = true;
        for (int run = 0; run < WARM_UP + RUNS; run++) {
            int probe = run % rows;
            for (int row = 0; row < rows; row++) {
                // The probe starts in row 0; in later runs it moves on, beside neighbours that are new each time.
                long seed = row == probe ? 0 : 1L + run * rows + row;
                int timestep = row == probe ? 500 : 100 * (run + 1);
                denoiser.put(row, GaussianNoise.of(seed, size), timestep, conditioning.apply(seed));
            }
            long start = nanoTime.getAsLong();
            denoiser.run();
            if (run >= WARM_UP) {
                nanos[run - WARM_UP] = nanoTime.getAsLong() - start;
            }
            denoiser.read(probe, run == 0 ? first : again);
            exact &= run == 0 || Arrays.equals(first, again);
        }
        Arrays.sort(nanos);
        return new RowInvarianceCheck(nanos[RUNS / 2] / 1e9, exact);
    }

    /** Seconds of one run, all rows filled, after a warm-up run. */
    static double seconds(Denoiser denoiser, int size, LongFunction<Conditioning> conditioning, LongSupplier nanoTime) {
        for (int row = 0; row < denoiser.rows(); row++) {
            denoiser.put(row, GaussianNoise.of(row, size), 500, conditioning.apply(row));
        }
        denoiser.run();
        long start = nanoTime.getAsLong();
        denoiser.run();
        return (nanoTime.getAsLong() - start) / 1e9;
    }
}
