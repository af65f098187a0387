package io.darkroom.worker.ort;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.RunOptions;
import io.darkroom.worker.batch.EngineException;
import java.util.Map;
import java.util.Set;

/** Runs of a denoiser into a pinned output tensor; another thread may terminate a run. */
final class OrtRun implements AutoCloseable {
    private final OrtSession session;
    private final RunOptions options;

    OrtRun(OrtSession session) throws OrtException {
        this.session = session;
        this.options = new RunOptions();
    }

    /**
     * @param output the network's only one
     * @throws EngineException if it failed or was terminated
     */
    void run(Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> output) {
        try (OrtSession.Result result = session.run(inputs, Set.of(), output, options)) {
            if (result.size() != 1) {
                throw new IllegalStateException("one pinned output, but " + result.size() + " results");
            }
        } catch (OrtException e) {
            throw OrtTensors.failure("a denoising step failed", e);
        }
    }

    /** Whether the run under way, and later ones, end at once. */
    void setTerminate(boolean on) {
        try {
            options.setTerminate(on);
        } catch (OrtException e) {
            throw new IllegalStateException("cannot set a run's terminate flag", e);
        }
    }

    /** The session is closed by its owner. */
    @Override
    public void close() {
        options.close();
    }
}
