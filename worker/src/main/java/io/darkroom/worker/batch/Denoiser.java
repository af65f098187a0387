package io.darkroom.worker.batch;

/**
 * A denoising network behind runs of a fixed size. Used by the device thread, except {@link #terminate}. The tests have an
 * implementation that needs no network.
 */
public interface Denoiser extends AutoCloseable {
    /** Rows of every run, filled or not. Changed only by {@link #shrink}. */
    int rows();

    /**
     * Fills a row. Rows that are not filled keep older contents, and their predictions are ignored.
     *
     * @param timestep rounded by networks that take whole timesteps
     */
    void put(int row, float[] sample, float timestep, Conditioning conditioning);

    /**
     * Predicts all rows.
     *
     * @throws EngineException if the device fails, or after {@link #terminate}
     */
    void run();

    /** Copies the prediction of a row, {@code [channels, height, width]}. */
    void read(int row, float[] prediction);

    /**
     * Halves the rows of later runs, after one that did not fit into memory; rows that were filled are discarded. False if there is
     * only one row.
     */
    boolean shrink();

    /** Clears an earlier {@link #terminate}. */
    void rearm();

    /** Ends a run in progress early; from any thread. */
    void terminate();

    @Override
    void close();
}
