package io.darkroom.worker.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * A denoiser without a network: predicts {@code sample / 2 + context}. It notes which samples took part in each run, by
 * their context's first value, and runs only as often as it is allowed to.
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
    private volatile int most = Integer.MAX_VALUE;

    /** @param permits runs that are allowed at once; more by {@link #allow} */
    public FakeDenoiser(int rows, int permits) {
        this.rows = rows;
        this.samples = new float[rows][];
        this.contexts = new float[rows];
        this.permits = new Semaphore(permits);
    }

    public void allow(int more) {
        permits.release(more);
    }

    /** Runs of more rows find no memory. */
    public FakeDenoiser holdingAtMost(int memory) {
        most = memory;
        return this;
    }

    /** @param next a runtime exception or an error */
    public void failWith(Throwable next) {
        failure = next;
    }

    /** Who took part in each run so far. */
    public synchronized List<List<Float>> runs() {
        return List.copyOf(runs);
    }

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
        if (rows > most) {
            throw new EngineException(EngineException.Reason.OUT_OF_MEMORY, "none left for " + rows + " rows");
        }
        if (terminated) {
            throw new EngineException(EngineException.Reason.FAILED, "terminated");
        }
    }

    @Override
    public void take(int row, float[] prediction) {
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
