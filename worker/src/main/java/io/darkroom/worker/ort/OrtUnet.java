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
 * A UNet or transformer of a Diffusers layout, for samples of one size; sizes share the session. Names, number types and ranks
 * are those of the network: {@code sample} or {@code hidden_states} [rows, channels, height, width], {@code timestep} one or
 * one per row, {@code encoder_hidden_states} [rows, tokens, width], and where it asks for them {@code text_embeds} or {@code
 * pooled_projections} [rows, width] and {@code time_ids} [rows, 6].
 */
final class OrtUnet implements Denoiser {
    private static final int TIME_IDS = 6;

    private final OrtRuntime runtime;
    private final OrtSession session;
    private final Asks asks;
    private final Sample shape;
    private final OrtRun run;
    private final int size;
    private final int inputSize;
    private Ports ports;

    /**
     * What the network is told of a prompt.
     *
     * @param channels of the input, more than the sample's if it is shown a mask and a picture, too
     * @param tokens of every prompt
     * @param width of a token's states
     * @param pooledWidth of a prompt's state
     */
    record Asks(int channels, int tokens, int width, int pooledWidth) {}

    /** @throws EngineException if the network asks for something that is not known */
    OrtUnet(OrtRuntime runtime, OrtSession session, Asks asks, Sample shape, int rows) {
        this.runtime = runtime;
        this.session = session;
        this.asks = asks;
        this.shape = shape;
        this.size = shape.size();
        this.inputSize = asks.channels() * shape.pixels();
        try {
            this.run = new OrtRun(session);
            this.ports = new Ports(rows);
        } catch (OrtException e) {
            throw OrtTensors.failure("cannot open a denoiser", e);
        }
    }

    /** The tensors of runs of so many rows. */
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
            Map<String, NodeInfo> wanted = session.getInputInfo();
            String first = wanted.containsKey("hidden_states") ? "hidden_states" : "sample";
            this.sample = input(wanted, first, rows, asks.channels(), shape.height(), shape.width());
            boolean scalar = OrtTensors.info(wanted, "timestep").getShape().length == 0;
            this.timestep = scalar ? input(wanted, "timestep") : input(wanted, "timestep", rows);
            this.text = input(wanted, "encoder_hidden_states", rows, asks.tokens(), asks.width());
            String state = wanted.containsKey("text_embeds") ? "text_embeds" : "pooled_projections";
            this.pooled = wanted.containsKey(state) ? input(wanted, state, rows, asks.pooledWidth()) : null;
            this.timeIds = wanted.containsKey("time_ids") ? input(wanted, "time_ids", rows, TIME_IDS) : null;
            OrtTensors.requireOnly(wanted, inputs.keySet());
            this.output = session.getOutputInfo().keySet().iterator().next();
            TensorInfo out = OrtTensors.info(session.getOutputInfo(), output);
            this.prediction = new OrtPort(runtime, out, rows, shape.channels(), shape.height(), shape.width());
        }

        private OrtPort input(Map<String, NodeInfo> wanted, String name, long... dimensions) throws OrtException {
            OrtPort port = new OrtPort(runtime, OrtTensors.info(wanted, name), dimensions);
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
            throw new IllegalArgumentException("a row takes " + count + " values here, not " + values.length);
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

    /** One number for all rows: a run for each that there is, of which its own rows are kept. */
    private void runByTimestep() {
        float[] all = new float[ports.rows * size];
        float[] mine = new float[size];
        Set<Double> different = new TreeSet<>();
        for (double at : ports.timesteps) {
            different.add(at);
        }
        for (double at : different) {
            ports.timestep.put(0, at);
            runOnce();
            for (int row = 0; row < ports.rows; row++) {
                if (ports.timesteps[row] == at) {
                    ports.prediction.get(row * size, mine);
                    System.arraycopy(mine, 0, all, row * size, size);
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
    public void take(int row, float[] into) {
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
            throw OrtTensors.failure("cannot make room for a run of " + half + " rows", e);
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

    /** The session is closed by whoever opened it. */
    @Override
    public void close() {
        ports.close();
        run.close();
    }
}
