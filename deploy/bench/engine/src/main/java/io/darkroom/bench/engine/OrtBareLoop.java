package io.darkroom.bench.engine;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The limit to compare with: ONNX Runtime called over and over on the same tensors, with no scheduler, guidance, threads or
 * jobs. Free dimensions become {@code rows} (the first), or what the engine would ask for.
 */
final class OrtBareLoop implements AutoCloseable {
    private final OrtSession session;
    private final Map<String, OnnxTensor> inputs = new HashMap<>();
    private final Map<String, OnnxTensor> outputs = new HashMap<>();

    OrtBareLoop(Path denoiser, int rows, int threads, boolean spinning) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.addConfigEntry("session.intra_op.allow_spinning", spinning ? "1" : "0");
            session = environment.createSession(denoiser.toString(), options);
        }
        for (NodeInfo node : session.getInputInfo().values()) {
            inputs.put(node.getName(), tensor(environment, node, rows));
        }
        for (NodeInfo node : session.getOutputInfo().values()) {
            // Shaped like the sample, whatever the graph leaves open.
            outputs.put(node.getName(), tensor(environment, sample(), rows));
        }
    }

    private NodeInfo sample() throws OrtException {
        NodeInfo sample = session.getInputInfo().get("sample");
        if (sample == null) {
            throw new IllegalArgumentException("not a denoiser: it has no input 'sample'");
        }
        return sample;
    }

    private static OnnxTensor tensor(OrtEnvironment environment, NodeInfo node, int rows) throws OrtException {
        TensorInfo info = (TensorInfo) node.getInfo();
        long[] shape = info.getShape().clone();
        shape[0] = rows;
        long count = 1;
        for (long side : shape) {
            count *= side;
        }
        boolean wide = info.type == OnnxJavaType.INT64;
        ByteBuffer buffer =
                ByteBuffer.allocateDirect((int) count * (wide ? 8 : 4)).order(ByteOrder.nativeOrder());
        for (int i = 0; i < count; i++) {
            if (wide) {
                buffer.putLong(i * 8, 500);
            } else {
                buffer.putFloat(i * 4, (float) Math.sin(i));
            }
        }
        return wide
                ? OnnxTensor.createTensor(environment, buffer.asLongBuffer(), shape)
                : OnnxTensor.createTensor(environment, buffer.asFloatBuffer(), shape);
    }

    /** One run of all rows. */
    void step() throws OrtException {
        session.run(inputs, Set.of(), outputs).close();
    }

    @Override
    public void close() throws OrtException {
        inputs.values().forEach(OnnxTensor::close);
        outputs.values().forEach(OnnxTensor::close);
        session.close();
    }
}
