package io.darkroom.worker.ort;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.darkroom.worker.batch.EngineException;
import io.darkroom.worker.text.Tokenizer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A text encoder of a Diffusers layout: {@code input_ids} [1, tokens] → states, named as Optimum exports them. */
final class OrtTextModel implements AutoCloseable {
    private static final String LAST = "last_hidden_state";
    private static final String HIDDEN = "hidden_states.";

    private final Tokenizer tokenizer;
    private final OrtSession session;
    private final Map<String, OrtPort> inputs = new LinkedHashMap<>();
    private final Set<String> outputs;

    /** @throws EngineException if it cannot be opened or has an unknown input */
    OrtTextModel(OrtRuntime runtime, Path file, Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
        try {
            this.session = runtime.open(file);
            this.outputs = session.getOutputInfo().keySet();
            for (Map.Entry<String, NodeInfo> node : session.getInputInfo().entrySet()) {
                if (!Set.of("input_ids", "attention_mask").contains(node.getKey())) {
                    throw new EngineException(
                            EngineException.Reason.BROKEN,
                            "the text encoder " + file.getFileName() + " has an unknown input '" + node.getKey() + "'");
                }
                inputs.put(
                        node.getKey(),
                        new OrtPort(runtime, (TensorInfo) node.getValue().getInfo(), 1, tokenizer.length()));
            }
        } catch (OrtException e) {
            throw OrtTensors.failure("cannot open the text encoder " + file, e);
        }
    }

    int tokens() {
        return tokenizer.length();
    }

    /** Name of the output with the states of the last but one layer. */
    String penultimate() {
        int layers = 0;
        while (outputs.contains(HIDDEN + layers)) {
            layers++;
        }
        if (layers < 2) {
            throw new EngineException(
                    EngineException.Reason.BROKEN,
                    "a text encoder was exported without its hidden states; export the whole pipeline, not its parts");
        }
        return HIDDEN + (layers - 2);
    }

    /** Name of the output with the states of the last layer. */
    String last() {
        return LAST;
    }

    /** Name of the output with the pooled state of the prompt. */
    String pooled() {
        return outputs.contains("text_embeds") ? "text_embeds" : "pooler_output";
    }

    /** Encodes a prompt; returns the named outputs in this order. Padding is not masked, as in the pipelines of diffusers. */
    List<float[]> run(String prompt, String... names) {
        long[] ids = tokenizer.encode(prompt).ids();
        inputs.forEach((name, port) -> {
            for (int i = 0; i < ids.length; i++) {
                port.put(i, name.equals("input_ids") ? ids[i] : 1);
            }
        });
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        inputs.forEach((name, port) -> tensors.put(name, port.tensor()));
        try (OrtSession.Result result = session.run(tensors, Set.of(names))) {
            return List.of(names).stream().map(name -> floats(result, name)).toList();
        } catch (OrtException e) {
            throw OrtTensors.failure("encoding a prompt failed", e);
        }
    }

    private static float[] floats(OrtSession.Result result, String name) {
        OnnxValue value = result.get(name)
                .orElseThrow(() -> new EngineException(
                        EngineException.Reason.BROKEN, "a text encoder has no output '" + name + "'"));
        FloatBuffer buffer = ((OnnxTensor) value).getFloatBuffer();
        float[] out = new float[buffer.remaining()];
        buffer.get(out);
        return out;
    }

    @Override
    public void close() {
        try {
            tokenizer.close();
            inputs.values().forEach(OrtPort::close);
            session.close();
        } catch (OrtException e) {
            throw OrtTensors.failure("cannot close a text encoder", e);
        }
    }
}
