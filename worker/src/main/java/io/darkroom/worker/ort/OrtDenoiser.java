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
 * frames * channels, height, width] → {@code out_sample}, shaped like the sample. All tensors lie in direct buffers that are
 * made once for a number of rows.
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

    /** Shapes of one row of each input, by name; and of the output. */
    private final Map<String, long[]> shapes = new LinkedHashMap<>();

    private volatile int rows;
    private Bound bound;

    /** @throws EngineException if the network is not as the manifest says */
    public OrtDenoiser(OrtRuntime runtime, ModelFolder folder, int rows) {
        ModelManifest manifest = folder.manifest();
        this.runtime = runtime;
        this.rows = rows;
        try {
            String file = manifest.denoiser().file();
            this.session = runtime.open(folder.file(file), folder.digests().getOrDefault(file, folder.digest()));
            this.run = new OrtRun(session);
            addShapes(manifest);
            this.bound = new Bound(rows);
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
    private final class Bound implements AutoCloseable {
        private final Map<String, OrtRows> inputs = new LinkedHashMap<>();
        private final Map<String, OnnxTensor> fed = new LinkedHashMap<>();
        private final OrtRows sample;
        private final OrtRows timestep;
        private final @Nullable OrtRows tokens;
        private final @Nullable OrtRows mask;
        private final @Nullable OrtRows context;
        private final OrtRows prediction;
        private final Map<String, OnnxTensor> pinned;

        Bound(int count) throws OrtException {
            Map<String, NodeInfo> expected = session.getInputInfo();
            for (Map.Entry<String, long[]> shape : shapes.entrySet()) {
                OnnxJavaType type = OrtTensors.type(expected, shape.getKey());
                OrtRows input = new OrtRows(runtime, type, count, shape.getValue());
                inputs.put(shape.getKey(), input);
                fed.put(shape.getKey(), input.tensor());
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
        bound.sample.put(row, values);
        bound.timestep.put(row, Math.round((double) step));
        keep(bound.tokens, row, conditioning.tokens());
        keep(bound.mask, row, conditioning.mask());
        keep(bound.context, row, conditioning.context());
    }

    private static void keep(@Nullable OrtRows input, int row, float[] values) {
        if (input != null) {
            input.keep(row, values);
        }
    }

    @Override
    public void run() {
        run.run(bound.fed, bound.pinned);
    }

    @Override
    public void take(int row, float[] into) {
        bound.prediction.get(row, into);
    }

    /** Makes later runs this large. For the device thread, or while nobody runs it. */
    public void resize(int count) {
        try {
            bound.close();
            bound = new Bound(count);
            rows = count;
        } catch (OrtException e) {
            throw OrtTensors.failure("cannot make tensors of " + count + " rows", e);
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

    /** To be called when no run is under way: tensors and session are freed. */
    @Override
    public void close() {
        try {
            bound.close();
            run.close();
            session.close();
        } catch (OrtException e) {
            throw OrtTensors.failure("cannot close a denoiser", e);
        }
    }
}
