package io.darkroom.worker.ort;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import io.darkroom.worker.batch.EngineException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** An input or output tensor over a direct buffer; values are converted to and from the number type of the network. */
final class OrtPort implements AutoCloseable {
    private final OnnxJavaType type;
    private final ByteBuffer bytes;
    private final OnnxTensor tensor;

    /** @throws EngineException if the number type is not supported */
    OrtPort(OrtRuntime runtime, TensorInfo info, long... shape) throws OrtException {
        this.type = info.type;
        long count = 1;
        for (long side : shape) {
            count = Math.multiplyExact(count, side);
        }
        this.bytes =
                ByteBuffer.allocateDirect(Math.toIntExact(count * size(type))).order(ByteOrder.nativeOrder());
        this.tensor = OnnxTensor.createTensor(runtime.environment(), bytes, shape, type);
    }

    private static int size(OnnxJavaType type) {
        return switch (type) {
            case FLOAT16 -> 2;
            case FLOAT, INT32 -> 4;
            case INT64, DOUBLE -> 8;
            default ->
                throw new EngineException(
                        EngineException.Reason.BROKEN, "tensors of type " + type + " are not supported");
        };
    }

    OnnxTensor tensor() {
        return tensor;
    }

    OnnxJavaType type() {
        return type;
    }

    int count() {
        return bytes.capacity() / size(type);
    }

    void put(int from, float[] values) {
        for (int i = 0; i < values.length; i++) {
            put(from + i, values[i]);
        }
    }

    void put(int at, double value) {
        switch (type) {
            case FLOAT16 -> bytes.putShort(at * 2, Float.floatToFloat16((float) value));
            case FLOAT -> bytes.putFloat(at * 4, (float) value);
            case INT32 -> bytes.putInt(at * 4, (int) Math.rint(value));
            case INT64 -> bytes.putLong(at * 8, (long) Math.rint(value));
            case DOUBLE -> bytes.putDouble(at * 8, value);
            default -> throw new IllegalStateException("not a number: " + type);
        }
    }

    /** Reads values of a FLOAT or FLOAT16 port. */
    void get(int from, float[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] = type == OnnxJavaType.FLOAT16
                    ? Float.float16ToFloat(bytes.getShort((from + i) * 2))
                    : bytes.getFloat((from + i) * 4);
        }
    }

    @Override
    public void close() {
        tensor.close();
    }
}
