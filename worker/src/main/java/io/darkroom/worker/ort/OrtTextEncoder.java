package io.darkroom.worker.ort;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.darkroom.contracts.fleet.ModelInfo.Size;
import io.darkroom.worker.batch.Conditioning;
import io.darkroom.worker.batch.EngineException;
import io.darkroom.worker.text.DjlTokenizer;
import io.darkroom.worker.text.Tokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/**
 * Encodes prompts by all-MiniLM-L6-v2 in fp32 (Apache-2.0), whose files are in a jar on the class path: {@code
 * input_ids}, {@code attention_mask}, {@code token_type_ids}, all int64 [1, tokens] → {@code last_hidden_state} [1, tokens, 384].
 * The quantised variant is not used, because its numbers depend on the other texts of a batch. Used on the device thread.
 */
final class OrtTextEncoder implements Prompts {
    /** Its name in manifests. */
    static final String NAME = "all-minilm-l6-v2";

    /** Width of a token's states. */
    static final int WIDTH = 384;

    private static final String MODEL = "/" + NAME + ".onnx";
    private static final String TOKENIZER = "/" + NAME + "-tokenizer.json";

    private final int length;
    private final String digest;
    private final DjlTokenizer tokenizer;
    private final OrtSession session;
    private final LongBuffer ids;
    private final LongBuffer mask;
    private final FloatBuffer states;
    private final Map<String, OnnxTensor> inputs;
    private final Map<String, OnnxTensor> outputs;

    /**
     * @param length tokens of every prompt, truncated or padded
     * @throws EngineException if the files are not on the class path or not as expected
     */
    OrtTextEncoder(OrtRuntime runtime, int length) {
        this.length = length;
        this.ids = OrtTensors.longs(length);
        this.mask = OrtTensors.longs(length);
        this.states = OrtTensors.floats(length * WIDTH);
        // 90 MB, too large for the heap of a small worker: off-heap, freed once the session has its own copy.
        try (Arena arena = Arena.ofConfined();
                InputStream definition = resource(TOKENIZER)) {
            ByteBuffer model = load(arena);
            digest = sha256(model.duplicate());
            tokenizer = new DjlTokenizer(definition, length);
            session = runtime.open(model);
            OrtTensors.require(session.getOutputInfo(), "last_hidden_state", OnnxJavaType.FLOAT);
            LongBuffer types = OrtTensors.longs(length);
            inputs = Map.of(
                    "input_ids", OrtTensors.tensor(runtime, ids, 1, length),
                    "attention_mask", OrtTensors.tensor(runtime, mask, 1, length),
                    "token_type_ids", OrtTensors.tensor(runtime, types, 1, length));
            outputs = Map.of("last_hidden_state", OrtTensors.tensor(runtime, states, 1, length, WIDTH));
        } catch (OrtException e) {
            throw OrtTensors.failure("cannot open the text encoder " + NAME, e);
        } catch (IOException e) {
            throw new EngineException(
                    EngineException.Reason.BROKEN, "cannot read the text encoder " + NAME + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Map<String, String> digests() {
        return Map.of(NAME + ".onnx", digest);
    }

    @Override
    public Conditioning condition(String prompt, Size size) {
        return encode(prompt);
    }

    /** The states of a text, with a mask for padding. */
    private Conditioning encode(String text) {
        Tokenizer.Tokens tokens = tokenizer.encode(text);
        ids.put(0, tokens.ids());
        mask.put(0, tokens.mask());
        try (OrtSession.Result _ = session.run(inputs, Set.of(), outputs)) {
            float[] out = new float[length * WIDTH];
            states.get(0, out);
            float[] attention = new float[length];
            for (int i = 0; i < length; i++) {
                attention[i] = tokens.mask()[i];
            }
            return Conditioning.text(out, attention);
        } catch (OrtException e) {
            throw OrtTensors.failure("encoding a prompt failed", e);
        }
    }

    private static ByteBuffer load(Arena arena) throws IOException {
        try (InputStream in = resource(MODEL)) {
            byte[] piece = new byte[1 << 20];
            MemorySegment all = arena.allocate(128 << 20);
            long size = 0;
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                MemorySegment.copy(MemorySegment.ofArray(piece), 0, all, size, read);
                size += read;
            }
            return all.asSlice(0, size).asByteBuffer();
        }
    }

    private static InputStream resource(String name) throws IOException {
        InputStream in = OrtTextEncoder.class.getResourceAsStream(name);
        if (in == null) {
            throw new IOException(name + " is not on the class path");
        }
        return in;
    }

    private static String sha256(ByteBuffer bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public void close() {
        try {
            tokenizer.close();
            inputs.values().forEach(OnnxTensor::close);
            outputs.values().forEach(OnnxTensor::close);
            session.close();
        } catch (OrtException e) {
            throw OrtTensors.failure("cannot close the text encoder", e);
        }
    }
}
