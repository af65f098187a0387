package io.darkroom.worker.ort;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.darkroom.worker.batch.Conditioning;
import io.darkroom.worker.batch.Denoiser;
import io.darkroom.worker.batch.EngineException;
import io.darkroom.worker.model.ModelManifest.Sample;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A UNet or transformer of a Diffusers layout, for samples of one size; several sizes share the session. Names, number types and
 * ranks of the inputs depend on the network: {@code sample} or {@code hidden_states} [rows, channels, height, width], {@code timestep}, a
 * scalar or [rows], {@code encoder_hidden_states} [rows, tokens, width], and for some {@code text_embeds} or {@code pooled_projections}
 * [rows, width] and {@code time_ids} [rows, 6].
 */
final class OrtUnet implements Denoiser {
    private static final int TIME_IDS = 6;

    private final OrtRuntime runtime;
    private final OrtSession session;
    private final Inputs expected;
    private final Sample shape;
    private final OrtRun run;
    private final int size;
    private final int inputSize;
    private Ports ports;

    /**
     * Sizes of the network's inputs.
     *
     * @param channels of the input; more than the sample's for an inpainting network
     * @param tokens of every prompt
     * @param width of a token's states
     * @param pooledWidth of a pooled prompt state
     */
    record Inputs(int channels, int tokens, int width, int pooledWidth) {}

    /** @throws EngineException if the network has an unknown input */
    OrtUnet(OrtRuntime runtime, OrtSession session, Inputs expected, Sample shape, int rows) {
        this.runtime = runtime;
        this.session = session;
        this.expected = expected;
        this.shape = shape;
        this.size = shape.size();
        this.inputSize = expected.channels() * shape.pixels();
        try {
            this.run = new OrtRun(session);
            this.ports = new Ports(rows);
        } catch (OrtException e) {
            throw OrtTensors.failure("cannot open a denoiser", e);
        }
    }

    /** The tensors of runs with a certain number of rows. */
    private final class Ports {
        private final int rows;
        private final Map<String, OrtPort> inputs = new LinkedHashMap<>();
        private final OrtPort sample;
        private final OrtPort timestep;
        private final OrtPort text;
        private final @Nullable OrtPort pooled;
        private final @Nullable OrtPort timeIds;
        private final String output;
        private final OrtPort prediction;
        private final double[] timesteps;

        Ports(int rows) throws OrtException {
            this.rows = rows;
            this.timesteps = new double[rows];
            Map<String, NodeInfo> nodes = session.getInputInfo();
            String first = nodes.containsKey("hidden_states") ? "hidden_states" : "sample";
            this.sample = input(nodes, first, rows, expected.channels(), shape.height(), shape.width());
            boolean scalar = OrtTensors.info(nodes, "timestep").getShape().length == 0;
            this.timestep = scalar ? input(nodes, "timestep") : input(nodes, "timestep", rows);
            this.text = input(nodes, "encoder_hidden_states", rows, expected.tokens(), expected.width());
            String state = nodes.containsKey("text_embeds") ? "text_embeds" : "pooled_projections";
            this.pooled = nodes.containsKey(state) ? input(nodes, state, rows, expected.pooledWidth()) : null;
            this.timeIds = nodes.containsKey("time_ids") ? input(nodes, "time_ids", rows, TIME_IDS) : null;
            OrtTensors.requireOnly(nodes, inputs.keySet());
            this.output = session.getOutputInfo().keySet().iterator().next();
            TensorInfo out = OrtTensors.info(session.getOutputInfo(), output);
            this.prediction = new OrtPort(runtime, out, rows, shape.channels(), shape.height(), shape.width());
        }

        private OrtPort input(Map<String, NodeInfo> nodes, String name, long... dimensions) throws OrtException {
            OrtPort port = new OrtPort(runtime, OrtTensors.info(nodes, name), dimensions);
            inputs.put(name, port);
            return port;
        }

        void close() {
            inputs.values().forEach(OrtPort::close);
            prediction.close();
        }
    }

    /** {@code fp16} or {@code fp32}. */
    String precision() {
        return OrtTensors.precision(ports.sample.type());
    }

    @Override
    public int rows() {
        return ports.rows;
    }

    @Override
    public void put(int row, float[] values, float step, Conditioning conditioning) {
        ports.sample.put(row * inputSize, values);
        if (inputSize > size) {
            put(ports.sample, row * inputSize + size, inputSize - size, conditioning.context());
        }
        ports.timesteps[row] = step;
        put(ports.text, row, conditioning.tokens());
        put(ports.pooled, row, conditioning.pooled());
        put(ports.timeIds, row, conditioning.timeIds());
    }

    private void put(@Nullable OrtPort port, int row, float[] values) {
        if (port != null) {
            int count = port.count() / ports.rows;
            put(port, row * count, count, values);
        }
    }

    private static void put(OrtPort port, int at, int count, float[] values) {
        if (values.length != count) {
            throw new IllegalArgumentException("a row has " + count + " values here, not " + values.length);
        }
        port.put(at, values);
    }

    @Override
    public void run() {
        if (ports.timestep.count() == ports.rows) {
            for (int row = 0; row < ports.rows; row++) {
                ports.timestep.put(row, ports.timesteps[row]);
            }
            runOnce();
        } else {
            runByTimestep();
        }
    }

    /** The network takes one timestep for all rows: one run for each distinct timestep, of which the matching rows are kept. */
    private void runByTimestep() {
        float[] all = new float[ports.rows * size];
        float[] own = new float[size];
        Set<Double> distinct = new TreeSet<>();
        for (double at : ports.timesteps) {
            distinct.add(at);
        }
        for (double at : distinct) {
            ports.timestep.put(0, at);
            runOnce();
            for (int row = 0; row < ports.rows; row++) {
                if (ports.timesteps[row] == at) {
                    ports.prediction.get(row * size, own);
                    System.arraycopy(own, 0, all, row * size, size);
                }
            }
        }
        ports.prediction.put(0, all);
    }

    private void runOnce() {
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        ports.inputs.forEach((name, port) -> tensors.put(name, port.tensor()));
        run.run(tensors, Map.of(ports.output, ports.prediction.tensor()));
    }

    @Override
    public void read(int row, float[] into) {
        ports.prediction.get(row * size, into);
    }

    @Override
    public boolean shrink() {
        if (ports.rows == 1) {
            return false;
        }
        int half = ports.rows / 2;
        ports.close();
        try {
            ports = new Ports(half);
        } catch (OrtException e) {
            throw OrtTensors.failure("cannot allocate tensors of " + half + " rows", e);
        }
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

    /** The session is closed by its owner. */
    @Override
    public void close() {
        ports.close();
        run.close();
    }
}
