package io.darkroom.worker.text;

/** Text to token ids of one fixed length. Used by one thread at a time. */
public interface Tokenizer extends AutoCloseable {
    /** Number of ids of every text, cut or padded. */
    int length();

    Tokens encode(String text);

    @Override
    void close();

    /** Ids and mask (1 = token, 0 = padding), both as long as the tokenizer's length. */
    record Tokens(long[] ids, long[] mask) {}
}
