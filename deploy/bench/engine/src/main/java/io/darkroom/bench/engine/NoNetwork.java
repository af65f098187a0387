package io.darkroom.bench.engine;

import io.darkroom.worker.batch.Conditioning;
import io.darkroom.worker.batch.Denoiser;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Copies samples in and predictions out as a real one does, and predicts nothing: what is left is the engine's own work. */
final class NoNetwork implements Denoiser {
    private final int rows;
    private final int size;
    private final FloatBuffer input;
    private final FloatBuffer output;

    NoNetwork(int rows, int size) {
        this.rows = rows;
        this.size = size;
        this.input = floats(rows * size);
        this.output = floats(rows * size);
    }

    private static FloatBuffer floats(int count) {
        return ByteBuffer.allocateDirect(count * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public void put(int row, float[] sample, float timestep, Conditioning conditioning) {
        input.put(row * size, sample);
    }

    @Override
    public void run() {}

    @Override
    public void read(int row, float[] prediction) {
        output.get(row * size, prediction);
    }

    @Override
    public boolean shrink() {
        return false;
    }

    @Override
    public void rearm() {}

    @Override
    public void terminate() {}

    @Override
    public void close() {}
}
