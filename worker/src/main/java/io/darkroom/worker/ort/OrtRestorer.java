package io.darkroom.worker.ort;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.darkroom.worker.batch.EngineException;
import io.darkroom.worker.batch.Finite;
import io.darkroom.worker.model.ModelFolder;
import io.darkroom.worker.model.ModelManifest.Restorer;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;

/**
 * Removes noise from one image at a time: {@code picture} [1, 3, height, width] and {@code sigma} [1, 1, height, width], the
 * standard deviation of its noise → {@code restored} [1, 3, height, width], all 0 to 1. Used on the device thread.
 */
public final class OrtRestorer implements AutoCloseable {
    private final OrtRuntime runtime;
    private final OrtSession session;
    private final String file;

    /** @throws EngineException if the network does not match the manifest */
    OrtRestorer(OrtRuntime runtime, ModelFolder folder, Restorer restorer) {
        this.runtime = runtime;
        this.file = restorer.file();
        try {
            session = runtime.open(folder.file(restorer.file()));
            OrtTensors.require(session.getInputInfo(), "picture", OnnxJavaType.FLOAT);
            OrtTensors.require(session.getInputInfo(), "sigma", OnnxJavaType.FLOAT);
            OrtTensors.requireOnly(session.getInputInfo(), Set.of("picture", "sigma"));
            OrtTensors.require(session.getOutputInfo(), "restored", OnnxJavaType.FLOAT);
        } catch (OrtException e) {
            throw OrtTensors.failure("cannot open " + file + ", the restorer of model '" + folder.id() + "'", e);
        }
    }

    /**
     * @param image {@code [3, height, width]}, 0 to 1
     * @param sigma standard deviation of its noise, on the same scale
     */
    public float[] restore(float[] image, float sigma, int width, int height) {
        FloatBuffer in = OrtTensors.floats(image.length).put(0, image);
        FloatBuffer level = OrtTensors.floats(width * height);
        for (int i = 0; i < width * height; i++) {
            level.put(i, sigma);
        }
        FloatBuffer out = OrtTensors.floats(image.length);
        try (OnnxTensor from = OrtTensors.tensor(runtime, in, 1, 3, height, width);
                OnnxTensor map = OrtTensors.tensor(runtime, level, 1, 1, height, width);
                OnnxTensor to = OrtTensors.tensor(runtime, out, 1, 3, height, width);
                OrtSession.Result _ =
                        session.run(Map.of("picture", from, "sigma", map), Set.of(), Map.of("restored", to))) {
            float[] restored = new float[out.capacity()];
            out.get(0, restored);
            return Finite.require(restored, "the restorer");
        } catch (OrtException e) {
            throw OrtTensors.failure("restoring an image of " + width + "x" + height + " with " + file + " failed", e);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw OrtTensors.failure("cannot close a restorer", e);
        }
    }
}
