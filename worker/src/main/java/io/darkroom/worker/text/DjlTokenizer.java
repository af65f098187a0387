package io.darkroom.worker.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** A tokenizer from a {@code tokenizer.json}, by the HuggingFace library. Never accesses the network. */
public final class DjlTokenizer implements Tokenizer {
    static {
        System.setProperty("ai.djl.offline", "true");
    }

    private final HuggingFaceTokenizer tokenizer;
    private final int length;

    /** @param definition a {@code tokenizer.json} */
    public DjlTokenizer(InputStream definition, int length) throws IOException {
        this.length = length;
        tokenizer = HuggingFaceTokenizer.newInstance(
                definition,
                Map.of(
                        "padding", "MAX_LENGTH",
                        "truncation", "true",
                        "maxLength", String.valueOf(length),
                        "modelMaxLength", "512"));
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public Tokens encode(String text) {
        Encoding encoding = tokenizer.encode(text);
        return new Tokens(encoding.getIds(), encoding.getAttentionMask());
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
