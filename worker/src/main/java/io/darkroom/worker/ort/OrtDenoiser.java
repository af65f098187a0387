package io.darkroom.worker.ort;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.darkroom.worker.batch.Conditioning;
import io.darkroom.worker.batch.Denoiser;
import io.darkroom.worker.batch.EngineException;
import io.darkroom.worker.model.ModelFolder;
import io.darkroom.worker.model.ModelManifest;
import io.darkroom.worker.model.ModelManifest.Sample;
import io.darkroom.worker.model.ModelManifest.TextEncoder;
import io.darkroom.worker.model.ModelManifest.Video;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A UNet-like network in ONNX: {@code sample} [rows, channels, height, width], {@code timestep} [rows], for text {@code
 * encoder_hidden_states} [rows, tokens, 384] and {@code attention_mask} [rows, tokens], for video {@code context} [rows,
 * frames * channels, height, width] → {@code out_sample}, shaped like the sample. All tensors are direct
 * buffers, allocated once for a number of rows.
 */
public final class OrtDenoiser implements Denoiser {
    private static final String SAMPLE = "sample";
    private static final String TIMESTEP = "timestep";
    private static final String TOKENS = "encoder_hidden_states";
    private static final String MASK = "attention_mask";
    private static final String CONTEXT = "context";
    private static final String OUTPUT = "out_sample";

    private final OrtRuntime runtime;
    private final OrtSession session;
    private final OrtRun run;

    /** Shape of one row of each input, by name; the output has that of the sample. */
    private final Map<String, long[]> shapes = new LinkedHashMap<>();

    private volatile int rows;
    private Tensors tensors;

    /** @throws EngineException if the network does not match the manifest */
    OrtDenoiser(OrtRuntime runtime, ModelFolder folder, int rows) {
        ModelManifest manifest = folder.manifest();
        this.runtime = runtime;
        this.rows = rows;
        try {
            String file = manifest.denoiser().file();
            this.session = runtime.open(folder.file(file), folder.digests().getOrDefault(file, folder.digest()));
            this.run = new OrtRun(session);
            addShapes(manifest);
            this.tensors = new Tensors(rows);
            OrtTensors.requireOnly(session.getInputInfo(), shapes.keySet());
        } catch (OrtException e) {
            throw OrtTensors.failure("cannot open the denoiser of model '" + folder.id() + "'", e);
        }
    }

    private void addShapes(ModelManifest manifest) {
        Sample shape = manifest.denoiser().sample();
        shapes.put(SAMPLE, new long[] {shape.channels(), shape.height(), shape.width()});
        shapes.put(TIMESTEP, new long[0]);
        TextEncoder encoder = manifest.textEncoder();
        if (encoder != null) {
            shapes.put(TOKENS, new long[] {encoder.maxTokens(), OrtTextEncoder.WIDTH});
            shapes.put(MASK, new long[] {encoder.maxTokens()});
        }
        Video video = manifest.video();
        if (video != null) {
            shapes.put(
                    CONTEXT,
                    new long[] {(long) video.contextFrames() * video.channels(), shape.height(), shape.width()});
        }
    }

    /** The tensors of runs with a certain number of rows. */
    private final class Tensors implements AutoCloseable {
        private final Map<String, OrtRows> inputs = new LinkedHashMap<>();
        private final Map<String, OnnxTensor> bound = new LinkedHashMap<>();
        private final OrtRows sample;
        private final OrtRows timestep;
        private final @Nullable OrtRows tokens;
        private final @Nullable OrtRows mask;
        private final @Nullable OrtRows context;
        private final OrtRows prediction;
        private final Map<String, OnnxTensor> pinned;

        Tensors(int count) throws OrtException {
            Map<String, NodeInfo> expected = session.getInputInfo();
            for (Map.Entry<String, long[]> shape : shapes.entrySet()) {
                OnnxJavaType type = OrtTensors.type(expected, shape.getKey());
                OrtRows input = new OrtRows(runtime, type, count, shape.getValue());
                inputs.put(shape.getKey(), input);
                bound.put(shape.getKey(), input.tensor());
            }
            sample = require(SAMPLE);
            timestep = require(TIMESTEP);
            tokens = inputs.get(TOKENS);
            mask = inputs.get(MASK);
            context = inputs.get(CONTEXT);
            prediction = new OrtRows(
                    runtime,
                    OrtTensors.type(session.getOutputInfo(), OUTPUT),
                    count,
                    shapes.getOrDefault(SAMPLE, new long[0]));
            pinned = Map.of(OUTPUT, prediction.tensor());
        }

        private OrtRows require(String name) {
            OrtRows input = inputs.get(name);
            if (input == null) {
                throw new IllegalStateException("no input " + name);
            }
            return input;
        }

        @Override
        public void close() {
            inputs.values().forEach(OrtRows::close);
            prediction.close();
        }
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public void put(int row, float[] values, float step, Conditioning conditioning) {
        tensors.sample.put(row, values);
        tensors.timestep.put(row, Math.round((double) step));
        putConstant(tensors.tokens, row, conditioning.tokens());
        putConstant(tensors.mask, row, conditioning.mask());
        putConstant(tensors.context, row, conditioning.context());
    }

    private static void putConstant(@Nullable OrtRows input, int row, float[] values) {
        if (input != null) {
            input.putConstant(row, values);
        }
    }

    @Override
    public void run() {
        run.run(tensors.bound, tensors.pinned);
    }

    @Override
    public void read(int row, float[] into) {
        tensors.prediction.get(row, into);
    }

    /** Sets the rows of later runs. On the device thread, or before the denoiser is shared. */
    public void resize(int count) {
        try {
            tensors.close();
            tensors = new Tensors(count);
            rows = count;
        } catch (OrtException e) {
            throw OrtTensors.failure("cannot allocate tensors of " + count + " rows", e);
        }
    }

    @Override
    public boolean shrink() {
        if (rows == 1) {
            return false;
        }
        resize(rows / 2);
        return true;
    }

    @Override
    public void rearm() {
        run.setTerminate(false);
    }

    @Override
    public void terminate() {
        run.setTerminate(true);
    }

    /** Frees tensors and session; no run may be under way. */
    @Override
    public void close() {
        try {
            tensors.close();
            run.close();
            session.close();
        } catch (OrtException e) {
            throw OrtTensors.failure("cannot close a denoiser", e);
        }
    }
}
