package io.darkroom.worker.ort;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.darkroom.worker.batch.EngineException;
import io.darkroom.worker.onnx.OnnxException;
import io.darkroom.worker.onnx.TimestepPerRow;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/** The session of a UNet or transformer; if possible, its graph is edited so that each row has its own timestep. */
final class OrtNetwork implements AutoCloseable {
    private final OrtSession session;

    /** @throws EngineException if it cannot be opened */
    OrtNetwork(OrtRuntime runtime, Path file) {
        try (Arena arena = Arena.ofConfined()) {
            Optional<ByteBuffer> edited = TimestepPerRow.edit(file, arena);
            session = edited.isPresent() ? runtime.open(edited.get(), file.resolveSibling("")) : runtime.open(file);
        } catch (OrtException e) {
            throw OrtTensors.failure("cannot open " + file, e);
        } catch (IOException | OnnxException e) {
            throw new EngineException(EngineException.Reason.BROKEN, "cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    OrtSession session() {
        return session;
    }

    /** Whether height and width of its inputs are free. */
    boolean takesAnySize() {
        try {
            for (NodeInfo node : session.getInputInfo().values()) {
                boolean fixed = node.getInfo() instanceof TensorInfo tensor
                        && tensor.getShape().length == 4
                        && (tensor.getShape()[2] >= 0 || tensor.getShape()[3] >= 0);
                if (fixed) {
                    return false;
                }
            }
            return true;
        } catch (OrtException e) {
            throw OrtTensors.failure("cannot read a network's inputs", e);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw OrtTensors.failure("cannot close a network", e);
        }
    }
}
