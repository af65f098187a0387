/**
 * Tokenizers: prompts to token ids, with the same ids as the tokenizers that models were trained with. CLIP's byte-pair encoding is read from
 * {@code vocab.json} and {@code merges.txt}, others from a {@code tokenizer.json} by the HuggingFace library.
 *
 * <p>A tokenizer belongs to one text encoder and is used by one thread at a time. Nothing is downloaded: all files are part of a
 * verified model or of the worker.
 */
@NullMarked
package io.darkroom.worker.text;

import org.jspecify.annotations.NullMarked;
