package io.darkroom.worker.text;

/** Converts text to a fixed number of token ids. Used by one thread at a time. */
public interface Tokenizer extends AutoCloseable {
    /** Number of ids of every text, truncated or padded. */
    int length();

    Tokens encode(String text);

    @Override
    void close();

    /** Ids and mask (1 = token, 0 = padding), both of the tokenizer's length. */
    record Tokens(long[] ids, long[] mask) {}
}
