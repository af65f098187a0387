package io.darkroom.worker.ort;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.darkroom.worker.batch.EngineException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * An input or output with one row per sample, {@code [rows, ...shape]}, over a direct buffer. Values are floats, converted to and from
 * the number type of the network.
 */
final class OrtRows implements AutoCloseable {
    private final OnnxJavaType type;
    private final int width;
    private final ByteBuffer bytes;
    private final OnnxTensor tensor;

    /** The array that was last written to each row by {@link #putConstant}; null if none was. */
    private final float[] @Nullable [] constants;

    /** @param shape of one row; empty for a single value */
    OrtRows(OrtRuntime runtime, OnnxJavaType type, int rows, long... shape) throws OrtException {
        long[] dimensions = new long[shape.length + 1];
        dimensions[0] = rows;
        long values = 1;
        for (int i = 0; i < shape.length; i++) {
            dimensions[i + 1] = shape[i];
            values *= shape[i];
        }
        this.type = type;
        this.width = Math.toIntExact(values);
        this.constants = new float[rows][];
        // Native order: ONNX Runtime reads the raw bytes of a direct buffer and ignores its byte order.
        this.bytes = ByteBuffer.allocateDirect(Math.toIntExact(rows * values * bytesOf(type)))
                .order(ByteOrder.nativeOrder());
        this.tensor = OnnxTensor.createTensor(runtime.environment(), bytes, dimensions, type);
    }

    private static int bytesOf(OnnxJavaType type) {
        return switch (type) {
            case FLOAT, INT32 -> 4;
            case INT64 -> 8;
            case FLOAT16 -> 2;
            default ->
                throw new EngineException(
                        EngineException.Reason.BROKEN,
                        "a network with a tensor of type " + type + " cannot be served; export it with fp32 or fp16");
        };
    }

    OnnxTensor tensor() {
        return tensor;
    }

    /** Fills a row with an array that is never modified: if it was written there last, nothing is copied. */
    void putConstant(int row, float[] values) {
        if (constants[row] != values) {
            put(row, values);
            constants[row] = values;
        }
    }

    void put(int row, float[] values) {
        if (values.length != width) {
            throw new IllegalArgumentException("a row has " + width + " values, not " + values.length);
        }
        int start = row * width;
        switch (type) {
            case FLOAT -> bytes.asFloatBuffer().put(start, values);
            default -> {
                for (int i = 0; i < width; i++) {
                    put(start + i, values[i], type);
                }
            }
        }
    }

    /** For rows of a single value. */
    void put(int row, float value) {
        put(row, value, type);
    }

    private void put(int at, float value, OnnxJavaType as) {
        switch (as) {
            case FLOAT -> bytes.putFloat(at * Float.BYTES, value);
            case FLOAT16 -> bytes.putShort(at * Short.BYTES, Float.floatToFloat16(value));
            case INT64 -> bytes.putLong(at * Long.BYTES, (long) value);
            case INT32 -> bytes.putInt(at * Integer.BYTES, (int) value);
            default -> throw new IllegalStateException("not of type " + as);
        }
    }

    void get(int row, float[] into) {
        int start = row * width;
        switch (type) {
            case FLOAT -> bytes.asFloatBuffer().get(start, into);
            case FLOAT16 -> {
                for (int i = 0; i < width; i++) {
                    into[i] = Float.float16ToFloat(bytes.getShort((start + i) * Short.BYTES));
                }
            }
            default -> throw new IllegalStateException("an output of type " + type);
        }
    }

    @Override
    public void close() {
        tensor.close();
    }
}
