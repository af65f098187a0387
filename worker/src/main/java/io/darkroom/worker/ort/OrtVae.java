package io.darkroom.worker.ort;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.darkroom.worker.batch.EngineException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/** One half of a variational autoencoder in ONNX: one input and one output of any name, one image at a time. */
final class OrtVae implements AutoCloseable {
    private final OrtRuntime runtime;
    private final Path file;
    private final OrtSession session;
    private final String input;
    private final TensorInfo info;
    private final String output;

    /** @throws EngineException if it cannot be opened or has several inputs */
    OrtVae(OrtRuntime runtime, Path file) {
        this.runtime = runtime;
        this.file = file;
        try {
            this.session = runtime.open(file);
            Map<String, NodeInfo> inputs = session.getInputInfo();
            if (inputs.size() != 1) {
                throw new EngineException(
                        EngineException.Reason.BROKEN, file + " should have one input, but has " + inputs.keySet());
            }
            this.input = inputs.keySet().iterator().next();
            this.info = OrtTensors.info(inputs, input);
            this.output = session.getOutputInfo().keySet().iterator().next();
        } catch (OrtException e) {
            throw OrtTensors.failure("cannot open " + file, e);
        }
    }

    /** Whether height and width of its input are free. */
    boolean takesAnySize() {
        long[] shape = info.getShape();
        return shape.length == 4 && shape[2] < 0 && shape[3] < 0;
    }

    /**
     * Runs the network; {@code [channels, height, width]} in and out.
     *
     * @throws EngineException if it fails, or its output is not a tensor of floating-point numbers
     */
    float[] run(float[] values, int channels, int height, int width) {
        try (OrtPort port = new OrtPort(runtime, info, 1, channels, height, width)) {
            port.put(0, values);
            try (OrtSession.Result result = session.run(Map.of(input, port.tensor()), Set.of(output))) {
                FloatBuffer buffer = result.get(0) instanceof OnnxTensor tensor ? tensor.getFloatBuffer() : null;
                if (buffer == null) {
                    throw new EngineException(
                            EngineException.Reason.BROKEN,
                            file + ": its output is not a tensor of floating-point numbers");
                }
                float[] out = new float[buffer.remaining()];
                buffer.get(out);
                return out;
            }
        } catch (OrtException e) {
            throw OrtTensors.failure(
                    "running " + file + " with [1, " + channels + ", " + height + ", " + width + "] failed", e);
        }
    }

    /** @throws EngineException {@code BROKEN} if it returned a number of values that is not allowed */
    float[] requireSize(float[] values, int... allowed) {
        if (Arrays.stream(allowed).noneMatch(size -> size == values.length)) {
            throw new EngineException(
                    EngineException.Reason.BROKEN,
                    file + " returned " + values.length + " values instead of " + Arrays.toString(allowed)
                            + "; its config.json belongs to another network");
        }
        return values;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw OrtTensors.failure("cannot close an autoencoder", e);
        }
    }
}
