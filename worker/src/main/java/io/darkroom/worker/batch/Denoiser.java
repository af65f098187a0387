package io.darkroom.worker.batch;

/**
 * One model behind fixed-size runs. Owned by the device thread, except {@link #terminate}. The tests have another
 * implementation, which needs no model.
 */
public interface Denoiser extends AutoCloseable {
    /** Rows of every run, used or not. Stays the same, except by {@link #shrink}. */
    int rows();

    /** Fills a row. A network that takes whole timesteps is given the nearest one. Rows that are not filled keep older contents; nothing reads what comes of them. */
    void put(int row, float[] sample, float timestep, Conditioning conditioning);

    /**
     * Predicts all rows.
     *
     * @throws EngineException if the device fails, or after {@link #terminate}
     */
    void run();

    /** Copies the prediction of a row, {@code [channels, height, width]}. */
    void take(int row, float[] prediction);

    /**
     * Halves the rows of later runs, since there was no memory for one; what was put is forgotten. False: there is only one
     * row, so nothing can be done.
     */
    boolean shrink();

    /** Forgets an earlier {@link #terminate}. */
    void rearm();

    /** Ends a run in progress early; called from any thread. */
    void terminate();

    @Override
    void close();
}
