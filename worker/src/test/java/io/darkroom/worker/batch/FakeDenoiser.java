package io.darkroom.worker.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;

/**
 * A denoiser without a network: predicts {@code sample / 2 + context}. It records which samples took part in each run, by the first value
 * of their context, and runs only as often as it is allowed to.
 */
public final class FakeDenoiser implements Denoiser {
    private volatile int rows;
    private final float[][] samples;
    private final float[] contexts;
    private final Semaphore permits;
    private final List<List<Float>> runs = new ArrayList<>();
    private List<Float> filled = new ArrayList<>();
    private volatile boolean terminated;
    private volatile boolean waiting;
    private volatile Throwable failure;
    private volatile int maxRows = Integer.MAX_VALUE;
    private final Set<Integer> runSizes = new TreeSet<>();

    /** @param permits runs that are allowed from the start; {@link #allow} adds more */
    public FakeDenoiser(int rows, int permits) {
        this.rows = rows;
        this.samples = new float[rows][];
        this.contexts = new float[rows];
        this.permits = new Semaphore(permits);
    }

    public void allow(int more) {
        permits.release(more);
    }

    /** Runs of more rows do not fit into memory. */
    public FakeDenoiser fitting(int rowsInMemory) {
        maxRows = rowsInMemory;
        return this;
    }

    /** @param next a runtime exception or an error, thrown by the next run */
    public void failWith(Throwable next) {
        failure = next;
    }

    /** The contexts that took part in each run so far. */
    public synchronized List<List<Float>> runs() {
        return List.copyOf(runs);
    }

    /** Sizes of the runs that succeeded, rows, ascending. */
    synchronized List<Integer> runSizes() {
        return List.copyOf(runSizes);
    }

    /** Whether a run waits to be allowed. */
    public boolean isWaiting() {
        return waiting;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public void put(int row, float[] sample, float timestep, Conditioning conditioning) {
        samples[row] = sample.clone();
        contexts[row] = conditioning.context()[0];
        filled.add(contexts[row]);
    }

    @Override
    public void run() {
        synchronized (this) {
            runs.add(filled);
        }
        filled = new ArrayList<>();
        waiting = true;
        permits.acquireUninterruptibly();
        waiting = false;
        if (failure != null) {
            Throwable now = failure;
            failure = null;
            if (now instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) now;
        }
        if (rows > maxRows) {
            throw new EngineException(EngineException.Reason.OUT_OF_MEMORY, "no memory for " + rows + " rows");
        }
        if (terminated) {
            throw new EngineException(EngineException.Reason.FAILED, "terminated");
        }
        synchronized (this) {
            runSizes.add(rows);
        }
    }

    @Override
    public void read(int row, float[] prediction) {
        for (int i = 0; i < prediction.length; i++) {
            prediction[i] = samples[row][i] / 2 + contexts[row];
        }
    }

    @Override
    public boolean shrink() {
        filled = new ArrayList<>();
        if (rows == 1) {
            return false;
        }
        rows /= 2;
        return true;
    }

    @Override
    public void rearm() {
        terminated = false;
    }

    @Override
    public void terminate() {
        terminated = true;
        permits.release();
    }

    @Override
    public void close() {}
}
