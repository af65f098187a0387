package io.darkroom.worker.engine;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** Text to token ids by a {@code tokenizer.json}, cut or padded to one length. Never goes to the network. */
final class DjlTokenizer implements AutoCloseable {
    static {
        System.setProperty("ai.djl.offline", "true");
    }

    private final HuggingFaceTokenizer tokenizer;

    /** @param definition a {@code tokenizer.json} */
    DjlTokenizer(InputStream definition, int length) throws IOException {
        tokenizer = HuggingFaceTokenizer.newInstance(
                definition,
                Map.of(
                        "padding", "MAX_LENGTH",
                        "truncation", "true",
                        "maxLength", String.valueOf(length),
                        "modelMaxLength", "512"));
    }

    /** Ids and mask (1 = token, 0 = padding), both as long as the length. */
    record Tokens(long[] ids, long[] mask) {}

    Tokens encode(String text) {
        Encoding encoding = tokenizer.encode(text);
        return new Tokens(encoding.getIds(), encoding.getAttentionMask());
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
