package io.darkroom.worker.ort;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.darkroom.worker.batch.EngineException;
import io.darkroom.worker.batch.Finite;
import io.darkroom.worker.model.ModelFolder;
import io.darkroom.worker.model.ModelManifest.Upscaler;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;

/**
 * Enlarges one image at a time: {@code image} [1, channels, height, width] → {@code upscaled} [1, channels, factor * height, factor *
 * width]. Always one, so that the bytes do not depend on how many there are. Used on the device thread. Images of the sample's size
 * use tensors that are allocated once.
 */
final class OrtUpscaler implements Enlarger, AutoCloseable {
    private final OrtRuntime runtime;
    private final int factor;
    private final int channels;
    private final OrtSession session;
    private final TensorInfo info;
    private final String file;
    private final FloatBuffer sample;
    private final FloatBuffer upscaled;
    private final OnnxTensor input;
    private final OnnxTensor output;

    /** @throws EngineException if the network does not match the manifest */
    OrtUpscaler(OrtRuntime runtime, ModelFolder folder, Upscaler upscaler, int channels) {
        int height = folder.manifest().denoiser().sample().height();
        int width = folder.manifest().denoiser().sample().width();
        this.runtime = runtime;
        this.channels = channels;
        this.factor = upscaler.factor();
        this.file = upscaler.file();
        this.sample = OrtTensors.floats(channels * height * width);
        this.upscaled = OrtTensors.floats(channels * height * width * factor * factor);
        try {
            session = runtime.open(folder.file(upscaler.file()));
            OrtTensors.require(session.getInputInfo(), "image", OnnxJavaType.FLOAT);
            OrtTensors.requireOnly(session.getInputInfo(), Set.of("image"));
            info = OrtTensors.info(session.getInputInfo(), "image");
            OrtTensors.require(session.getOutputInfo(), "upscaled", OnnxJavaType.FLOAT);
            input = OrtTensors.tensor(runtime, sample, 1, channels, height, width);
            output = OrtTensors.tensor(runtime, upscaled, 1, channels, factor * height, factor * width);
        } catch (OrtException e) {
            throw OrtTensors.failure(
                    "cannot open " + upscaler.file() + ", the upscaler of model '" + folder.id() + "'", e);
        }
    }

    @Override
    public boolean takesAnySize() {
        long[] shape = info.getShape();
        return shape.length == 4 && shape[2] < 0 && shape[3] < 0;
    }

    /** Enlarges a sample; values -1 to 1, {@code [channels, height, width]} in and out. */
    float[] upscale(float[] values) {
        sample.put(0, values);
        try (OrtSession.Result _ = session.run(Map.of("image", input), Set.of(), Map.of("upscaled", output))) {
            float[] large = new float[upscaled.capacity()];
            upscaled.get(0, large);
            return large;
        } catch (OrtException e) {
            throw OrtTensors.failure("enlarging by " + factor + " with " + file + " failed", e);
        }
    }

    @Override
    public int factor() {
        return factor;
    }

    @Override
    public int channels() {
        return channels;
    }

    @Override
    public float[] enlarge(float[] image, int width, int height) {
        FloatBuffer in = OrtTensors.floats(image.length).put(0, image);
        FloatBuffer out = OrtTensors.floats(image.length * factor * factor);
        try (OnnxTensor from = OrtTensors.tensor(runtime, in, 1, channels, height, width);
                OnnxTensor to =
                        OrtTensors.tensor(runtime, out, 1, channels, (long) factor * height, (long) factor * width);
                OrtSession.Result _ = session.run(Map.of("image", from), Set.of(), Map.of("upscaled", to))) {
            float[] large = new float[out.capacity()];
            out.get(0, large);
            return Finite.require(large, "the upscaler");
        } catch (OrtException e) {
            throw OrtTensors.failure(
                    "enlarging an image of " + width + "x" + height + " by " + factor + " with " + file + " failed", e);
        }
    }

    @Override
    public void close() {
        try {
            input.close();
            output.close();
            session.close();
        } catch (OrtException e) {
            throw OrtTensors.failure("cannot close an upscaler", e);
        }
    }
}
