package io.darkroom.worker.ort;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import io.darkroom.worker.batch.EngineException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tensors over direct buffers, and checks of a session's inputs and outputs. */
final class OrtTensors {
    /** ONNX Runtime has no error code for this: its arenas, CUDA, cuDNN and cuBLAS each have their own messages. */
    private static final List<String> OUT_OF_MEMORY = List.of(
            "Failed to allocate memory",
            "out of memory",
            "is smaller than requested bytes",
            "bad_alloc",
            "CUDNN_STATUS_ALLOC_FAILED",
            "CUBLAS_STATUS_ALLOC_FAILED");

    private OrtTensors() {}

    /** In native order: ONNX Runtime reads the raw bytes of a direct buffer and ignores its byte order. */
    static FloatBuffer floats(int count) {
        return ByteBuffer.allocateDirect(count * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    static LongBuffer longs(int count) {
        return ByteBuffer.allocateDirect(count * Long.BYTES)
                .order(ByteOrder.nativeOrder())
                .asLongBuffer();
    }

    static OnnxTensor tensor(OrtRuntime runtime, FloatBuffer values, long... shape) throws OrtException {
        return OnnxTensor.createTensor(runtime.environment(), values, shape);
    }

    static OnnxTensor tensor(OrtRuntime runtime, LongBuffer values, long... shape) throws OrtException {
        return OnnxTensor.createTensor(runtime.environment(), values, shape);
    }

    /** The element type of an input or output. */
    static OnnxJavaType type(Map<String, NodeInfo> nodes, String name) {
        return info(nodes, name).type;
    }

    /** Type and shape of an input or output. */
    static TensorInfo info(Map<String, NodeInfo> nodes, String name) {
        NodeInfo node = nodes.get(name);
        if (node == null || !(node.getInfo() instanceof TensorInfo tensor)) {
            throw new EngineException(
                    EngineException.Reason.BROKEN,
                    "the network has no tensor '" + name + "'; it has " + nodes.keySet());
        }
        return tensor;
    }

    static void require(Map<String, NodeInfo> nodes, String name, OnnxJavaType wanted) {
        OnnxJavaType found = type(nodes, name);
        if (found != wanted) {
            throw new EngineException(
                    EngineException.Reason.BROKEN, "'" + name + "' is of type " + found + ", not " + wanted);
        }
    }

    static void requireOnly(Map<String, NodeInfo> inputs, Set<String> known) {
        if (!known.containsAll(inputs.keySet())) {
            throw new EngineException(
                    EngineException.Reason.BROKEN,
                    "the network has the inputs " + inputs.keySet() + ", but only " + known + " are known");
        }
    }

    /** Number type of the arithmetic, as receipts state it. */
    static String precision(OnnxJavaType type) {
        return type == OnnxJavaType.FLOAT16 ? "fp16" : "fp32";
    }

    /** Wraps an error of the runtime; the reason depends on its message. */
    static EngineException failure(String what, OrtException cause) {
        String message = String.valueOf(cause.getMessage());
        boolean memory = OUT_OF_MEMORY.stream().anyMatch(message::contains);
        return new EngineException(
                memory ? EngineException.Reason.OUT_OF_MEMORY : EngineException.Reason.FAILED,
                what + ": " + message,
                cause);
    }
}
