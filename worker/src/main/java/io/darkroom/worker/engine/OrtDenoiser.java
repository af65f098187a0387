package io.darkroom.worker.engine;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.RunOptions;
import io.darkroom.worker.model.ModelFolder;
import io.darkroom.worker.model.ModelManifest;
import io.darkroom.worker.model.ModelManifest.Sample;
import io.darkroom.worker.model.ModelManifest.TextEncoder;
import io.darkroom.worker.model.ModelManifest.Video;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A UNet-like network in ONNX: {@code sample} [rows, channels, height, width], {@code timestep} int64 [rows], for text {@code
 * encoder_hidden_states} [rows, tokens, 384] and {@code attention_mask} [rows, tokens], for video {@code context} [rows,
 * frames * channels, height, width] → {@code out_sample}, shaped like the sample. All tensors lie in direct buffers that are
 * made once.
 */
public final class OrtDenoiser implements Denoiser {
    private static final int TEXT_WIDTH = OrtTextEncoder.WIDTH;

    private final OrtSession session;
    private final RunOptions options;
    private final int rows;
    private final int size;
    private final Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    private final Map<String, OnnxTensor> outputs;
    private final FloatBuffer sample;
    private final LongBuffer timestep;
    private final FloatBuffer prediction;
    private @Nullable FloatBuffer tokens;
    private @Nullable FloatBuffer mask;
    private @Nullable LongBuffer longMask;
    private @Nullable FloatBuffer context;

    /** @throws EngineException if the network is not as the manifest says */
    public OrtDenoiser(OrtRuntime runtime, ModelFolder folder, int rows) {
        ModelManifest manifest = folder.manifest();
        Sample shape = manifest.denoiser().sample();
        this.rows = rows;
        this.size = shape.size();
        this.sample = OrtTensors.floats(rows * size);
        this.prediction = OrtTensors.floats(rows * size);
        this.timestep = OrtTensors.longs(rows);
        try {
            this.session = runtime.open(folder.file(manifest.denoiser().file()));
            this.options = new RunOptions();
            long[] dimensions = {rows, shape.channels(), shape.height(), shape.width()};
            Map<String, NodeInfo> expected = session.getInputInfo();
            OrtTensors.require(expected, "sample", OnnxJavaType.FLOAT);
            OrtTensors.require(expected, "timestep", OnnxJavaType.INT64);
            OrtTensors.require(session.getOutputInfo(), "out_sample", OnnxJavaType.FLOAT);
            inputs.put("sample", OrtTensors.tensor(runtime, sample, dimensions));
            inputs.put("timestep", OrtTensors.tensor(runtime, timestep, rows));
            addText(runtime, expected, manifest.textEncoder());
            addContext(runtime, expected, manifest.video(), shape);
            OrtTensors.requireOnly(expected, inputs.keySet());
            outputs = Map.of("out_sample", OrtTensors.tensor(runtime, prediction, dimensions));
        } catch (OrtException e) {
            throw OrtTensors.failure("cannot open the denoiser of model '" + folder.id() + "'", e);
        }
    }

    private void addText(OrtRuntime runtime, Map<String, NodeInfo> expected, @Nullable TextEncoder encoder)
            throws OrtException {
        if (encoder == null) {
            return;
        }
        int length = encoder.maxTokens();
        tokens = OrtTensors.floats(rows * length * TEXT_WIDTH);
        OrtTensors.require(expected, "encoder_hidden_states", OnnxJavaType.FLOAT);
        inputs.put("encoder_hidden_states", OrtTensors.tensor(runtime, tokens, rows, length, TEXT_WIDTH));
        if (OrtTensors.type(expected, "attention_mask") == OnnxJavaType.INT64) {
            longMask = OrtTensors.longs(rows * length);
            inputs.put("attention_mask", OrtTensors.tensor(runtime, longMask, rows, length));
        } else {
            OrtTensors.require(expected, "attention_mask", OnnxJavaType.FLOAT);
            mask = OrtTensors.floats(rows * length);
            inputs.put("attention_mask", OrtTensors.tensor(runtime, mask, rows, length));
        }
    }

    private void addContext(OrtRuntime runtime, Map<String, NodeInfo> expected, @Nullable Video video, Sample shape)
            throws OrtException {
        if (video == null) {
            return;
        }
        int channels = video.contextFrames() * video.channels();
        context = OrtTensors.floats(rows * channels * shape.pixels());
        OrtTensors.require(expected, "context", OnnxJavaType.FLOAT);
        inputs.put("context", OrtTensors.tensor(runtime, context, rows, channels, shape.height(), shape.width()));
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public void put(int row, float[] values, int step, Conditioning conditioning) {
        sample.put(row * size, values);
        timestep.put(row, step);
        put(tokens, row, conditioning.tokens());
        put(mask, row, conditioning.mask());
        put(context, row, conditioning.context());
        if (longMask != null) {
            int length = conditioning.mask().length;
            for (int i = 0; i < length; i++) {
                longMask.put(row * length + i, (long) conditioning.mask()[i]);
            }
        }
    }

    private void put(@Nullable FloatBuffer buffer, int row, float[] values) {
        if (buffer == null) {
            return;
        }
        if (values.length * rows != buffer.capacity()) {
            throw new IllegalArgumentException(
                    "a row takes " + buffer.capacity() / rows + " values, not " + values.length);
        }
        buffer.put(row * values.length, values);
    }

    @Override
    public void run() {
        try (OrtSession.Result result = session.run(inputs, Set.of(), outputs, options)) {
            if (result.size() != 1) {
                throw new IllegalStateException("one pinned output, but " + result.size() + " results");
            }
        } catch (OrtException e) {
            throw OrtTensors.failure("a denoising step failed", e);
        }
    }

    @Override
    public void take(int row, float[] into) {
        prediction.get(row * size, into);
    }

    @Override
    public void rearm() {
        setTerminate(false);
    }

    @Override
    public void terminate() {
        setTerminate(true);
    }

    private void setTerminate(boolean on) {
        try {
            options.setTerminate(on);
        } catch (OrtException e) {
            throw new IllegalStateException("cannot set a run's terminate flag", e);
        }
    }

    /** To be called when no run is under way: tensors and session are freed. */
    @Override
    public void close() {
        try {
            inputs.values().forEach(OnnxTensor::close);
            outputs.values().forEach(OnnxTensor::close);
            options.close();
            session.close();
        } catch (OrtException e) {
            throw OrtTensors.failure("cannot close a denoiser", e);
        }
    }
}
